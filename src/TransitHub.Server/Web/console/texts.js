import { addTexts } from '../app/texts.js';
import { texts as overviewEn } from './texts/en/overview.js';
import { texts as shellEn } from './texts/en/shell.js';
import { texts as overviewTh } from './texts/th/overview.js';
import { texts as shellTh } from './texts/th/shell.js';

addTexts({ ...shellEn, ...overviewEn }, { ...shellTh, ...overviewTh });
