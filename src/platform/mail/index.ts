export { type Mail, MailFailed, openMail } from './mail.ts';
