export {
  type Message,
  MessageFailed,
  type Messages,
  openMessages,
} from './messages.ts';
