export { type Letter, type Mail, MailFailed, openMail } from './mail.ts';
