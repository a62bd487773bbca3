import { darkEdges } from './dark-edges.ts';
import type { GreyImage } from './grey-image.ts';
import { inkMap, smallPage, withoutEdges, type InkMap, type SmallPage } from './ink-map.ts';

/** What the steps of the clean-up ask about a scan before they do anything. */
export type PageSurvey = {
  small: SmallPage;
  /** All ink, up to the edges. */
  ink: InkMap;
  /** What is neither paper nor print. */
  edges: InkMap | null;
  /** The ink inside the edges. */
  inner: InkMap;
};

const known = new WeakMap<GreyImage, { dpi: number; survey: PageSurvey }>();

/**
 * Looks at a scan once for all steps: what was found is remembered for as long as the image lives.
 * Images do not change after they were surveyed.
 */
export function surveyPage(image: GreyImage, dpi: number): PageSurvey {
  const last = known.get(image);
  if (last?.dpi === dpi) return last.survey;
  const small = last?.survey.small ?? smallPage(image);
  const ink = last?.survey.ink ?? inkMap(small);
  const edges = darkEdges(small, dpi);
  const survey = { small, ink, edges, inner: withoutEdges(ink, edges) };
  known.set(image, { dpi, survey });
  return survey;
}
