import { addTexts } from '../app/texts.js';
import { texts as accessEn } from './texts/en/access.js';
import { texts as accuracyEn } from './texts/en/accuracy.js';
import { texts as alertsEn } from './texts/en/alerts.js';
import { texts as auditEn } from './texts/en/audit.js';
import { texts as camerasEn } from './texts/en/cameras.js';
import { texts as changesEn } from './texts/en/changes.js';
import { texts as overviewEn } from './texts/en/overview.js';
import { texts as reasonsEn } from './texts/en/reasons.js';
import { texts as rejectionsEn } from './texts/en/rejections.js';
import { texts as shellEn } from './texts/en/shell.js';
import { texts as staticsEn } from './texts/en/statics.js';
import { texts as vehiclesEn } from './texts/en/vehicles.js';
import { texts as accessTh } from './texts/th/access.js';
import { texts as accuracyTh } from './texts/th/accuracy.js';
import { texts as alertsTh } from './texts/th/alerts.js';
import { texts as auditTh } from './texts/th/audit.js';
import { texts as camerasTh } from './texts/th/cameras.js';
import { texts as changesTh } from './texts/th/changes.js';
import { texts as overviewTh } from './texts/th/overview.js';
import { texts as reasonsTh } from './texts/th/reasons.js';
import { texts as rejectionsTh } from './texts/th/rejections.js';
import { texts as shellTh } from './texts/th/shell.js';
import { texts as staticsTh } from './texts/th/statics.js';
import { texts as vehiclesTh } from './texts/th/vehicles.js';

addTexts(
  { ...shellEn, ...overviewEn, ...vehiclesEn, ...camerasEn, ...rejectionsEn, ...reasonsEn, ...accuracyEn, ...alertsEn, ...changesEn, ...staticsEn, ...accessEn, ...auditEn },
  { ...shellTh, ...overviewTh, ...vehiclesTh, ...camerasTh, ...rejectionsTh, ...reasonsTh, ...accuracyTh, ...alertsTh, ...changesTh, ...staticsTh, ...accessTh, ...auditTh },
);
