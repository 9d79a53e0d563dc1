import { addTexts } from '../app/texts.js';
import { texts as camerasEn } from './texts/en/cameras.js';
import { texts as overviewEn } from './texts/en/overview.js';
import { texts as reasonsEn } from './texts/en/reasons.js';
import { texts as rejectionsEn } from './texts/en/rejections.js';
import { texts as shellEn } from './texts/en/shell.js';
import { texts as vehiclesEn } from './texts/en/vehicles.js';
import { texts as camerasTh } from './texts/th/cameras.js';
import { texts as overviewTh } from './texts/th/overview.js';
import { texts as reasonsTh } from './texts/th/reasons.js';
import { texts as rejectionsTh } from './texts/th/rejections.js';
import { texts as shellTh } from './texts/th/shell.js';
import { texts as vehiclesTh } from './texts/th/vehicles.js';

addTexts(
  { ...shellEn, ...overviewEn, ...vehiclesEn, ...camerasEn, ...rejectionsEn, ...reasonsEn },
  { ...shellTh, ...overviewTh, ...vehiclesTh, ...camerasTh, ...rejectionsTh, ...reasonsTh },
);
