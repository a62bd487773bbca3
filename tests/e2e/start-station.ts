import { startWholeStation } from '#support/whole-station.ts';
import { e2e } from './station-settings.ts';

/** Starts the station of the journeys; returns how to stop it. */
export default function startStation(): Promise<() => Promise<void>> {
  return startWholeStation(e2e);
}
