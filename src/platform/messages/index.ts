export {
  type Channel,
  type Message,
  MessageFailed,
  type Messages,
  type MessagesOptions,
  openMessages,
} from './messages.ts';
