import { runAwayPage } from './away/page.ts';
import { watchRoom } from './away/room.ts';

watchRoom();
runAwayPage();
