import { moduleChildSwitch } from '../signing/pkcs11/child-program.ts';
import { shareNativeFolder } from './native-folder.ts';

/**
 * First program of the single executable, which holds all programs of the bridge: started by a
 * person it is the bridge, started by the bridge it is the child process of one driver.
 */
const [, , first] = process.argv;
if (first === moduleChildSwitch) {
  void import('../signing/pkcs11/module-child-main.ts');
} else {
  shareNativeFolder(process.env);
  void import('../main.ts');
}
