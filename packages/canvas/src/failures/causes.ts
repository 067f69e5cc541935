import type { FailureCause } from '@koppel/model';
import {
  CircleHelp,
  CircleSlash,
  Clock,
  Copy,
  Crown,
  Languages,
  Lock,
  Plug,
  Ruler,
  SearchX,
  Sigma,
  Split,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { MessageId } from '../i18n/texts.ts';

/** What is the same for all failures of one cause. */
export interface CauseView {
  /** In the list of filters. */
  readonly short: MessageId;
  /** As the head of a group. */
  readonly long: MessageId;
  readonly icon: LucideIcon;
  /** Where the remedy usually is. */
  readonly place: 'node' | 'connection' | null;
  /** Whether it can pass by itself, so that it is tried again without anybody. */
  readonly canPass: boolean;
}

/** How each cause is shown and where its remedy is. */
export const causeViews: Readonly<Record<FailureCause, CauseView>> = {
  noTranslation: {
    short: 'cause.noTranslation',
    long: 'cause.noTranslationLong',
    icon: Languages,
    place: 'node',
    canPass: false,
  },
  alreadyExists: {
    short: 'cause.alreadyExists',
    long: 'cause.alreadyExistsLong',
    icon: Copy,
    place: 'node',
    canPass: false,
  },
  requiredEmpty: {
    short: 'cause.requiredEmpty',
    long: 'cause.requiredEmptyLong',
    icon: TriangleAlert,
    place: 'node',
    canPass: false,
  },
  doesNotFit: {
    short: 'cause.doesNotFit',
    long: 'cause.doesNotFitLong',
    icon: Ruler,
    place: 'node',
    canPass: false,
  },
  notFound: {
    short: 'cause.notFound',
    long: 'cause.notFoundLong',
    icon: SearchX,
    place: 'node',
    canPass: false,
  },
  changedOnBothSides: {
    short: 'cause.changedOnBothSides',
    long: 'cause.changedOnBothSidesLong',
    icon: Split,
    place: 'node',
    canPass: false,
  },
  noPermission: {
    short: 'cause.noPermission',
    long: 'cause.noPermissionLong',
    icon: Lock,
    place: 'connection',
    canPass: false,
  },
  tooBusy: { short: 'cause.tooBusy', long: 'cause.tooBusyLong', icon: Clock, place: null, canPass: true },
  connection: {
    short: 'cause.connection',
    long: 'cause.connectionLong',
    icon: Plug,
    place: 'connection',
    canPass: true,
  },
  refused: {
    short: 'cause.refused',
    long: 'cause.refusedLong',
    icon: CircleSlash,
    place: 'node',
    canPass: false,
  },
  expression: {
    short: 'cause.expression',
    long: 'cause.expressionLong',
    icon: Sigma,
    place: 'node',
    canPass: false,
  },
  unknownOutcome: {
    short: 'cause.unknownOutcome',
    long: 'cause.unknownOutcomeLong',
    icon: CircleHelp,
    place: null,
    canPass: true,
  },
  waitsForLink: {
    short: 'cause.waitsForLink',
    long: 'cause.waitsForLinkLong',
    icon: Clock,
    place: null,
    canPass: true,
  },
  handedOver: {
    short: 'cause.handedOver',
    long: 'cause.handedOverLong',
    icon: Crown,
    place: 'node',
    canPass: false,
  },
  other: { short: 'cause.other', long: 'cause.otherLong', icon: CircleHelp, place: null, canPass: false },
};
