import { autosave } from './autosave.ts';
import { chooseDisplay } from './display.ts';
import { focusFirst, guardForms } from './forms.ts';
import { listenToKeys } from './keyboard.ts';
import { wipeWhenLeaving } from './leaving.ts';
import { defineLiveRegion } from './live-region.ts';
import { suggestPlaces } from './suggest.ts';
import { uploadFiles } from './upload.ts';

guardForms();
focusFirst();
autosave();
listenToKeys();
defineLiveRegion();
suggestPlaces();
uploadFiles();
chooseDisplay();
wipeWhenLeaving();
