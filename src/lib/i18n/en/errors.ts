import type { ErrorCode } from '#lib/domain/app-error.ts';
import type { ErrorText } from '../vi/errors.ts';

export const errors: Record<ErrorCode, ErrorText> = {
  NOT_SIGNED_IN: {
    message: 'Your session has ended.',
    remedy: 'Sign in again; the data on this PC is untouched.',
  },
  WRONG_CREDENTIALS: {
    message: 'Wrong user name or password.',
    remedy: 'Check Caps Lock and the Vietnamese input method, then try again.',
  },
  ACCOUNT_LOCKED: {
    message: 'The account is locked.',
    remedy: 'Ask your administrator to unlock it.',
  },
  NO_PERMISSION: {
    message: 'You may not do this.',
    remedy: 'Sign in with an account that may, or ask the administrator for the right.',
  },
  TOO_MANY_REQUESTS: { message: 'Too many attempts.', remedy: 'Wait a minute and try again.' },
  NOT_FOUND: {
    message: 'Not found, or outside the scope of your unit.',
    remedy: 'Check the address or search the repository.',
  },
  INVALID_INPUT: {
    message: 'The data sent is not valid.',
    remedy: 'Check the marked fields and send again.',
  },
  FILE_EMPTY: { message: 'The file is empty (0 bytes).', remedy: 'Scan or copy the file again.' },
  FILE_TRUNCATED: {
    message: 'The file is cut off and cannot be read to its end.',
    remedy: 'Copy it again from the scanner or scan again.',
  },
  FILE_NOT_AN_IMAGE: {
    message: 'The file is neither an image nor a PDF.',
    remedy: 'Only JPEG, PNG, TIFF and PDF are taken.',
  },
  FILE_TYPE_UNSUPPORTED: {
    message: 'This type of file is not supported.',
    remedy: 'Save it as JPEG, PNG, TIFF or PDF.',
  },
  FILE_TOO_LARGE: { message: 'The file is too large.', remedy: 'Split it, or scan at 300 dpi.' },
  IMAGE_TOO_LARGE: {
    message: 'The image has too many pixels.',
    remedy: 'Scan this page again at 300 dpi.',
  },
  PDF_ENCRYPTED: {
    message: 'The PDF is protected by a password.',
    remedy: 'Open it in a PDF reader, remove the password, save and import again.',
  },
  PDF_BROKEN: {
    message: 'The PDF is damaged and cannot be read.',
    remedy: 'Scan again, or print it to a new PDF.',
  },
  PDF_TOO_MANY_PAGES: {
    message: 'The PDF has too many pages.',
    remedy: 'Split it into files of at most 500 pages.',
  },
  STORAGE_FULL: {
    message: 'The browser storage on this PC is full.',
    remedy:
      'Upload signed batches or free disk space, then go on. The pages imported so far are safe.',
  },
  BATCH_OPEN_ELSEWHERE: {
    message: 'This batch is open in another tab.',
    remedy: 'Work there; when that tab is closed the batch opens here by itself.',
  },
  PAGE_DATA_LOST: {
    message: 'The data of this page cannot be read on this PC.',
    remedy: 'Replace the page with another scan.',
  },
  FILE_NOT_IMPORTED: {
    message: 'The page was closed before this file was imported.',
    remedy: 'Drop the file into the batch again; files already imported are intact.',
  },
  FILE_UNREADABLE: {
    message: 'The file cannot be read from the disk.',
    remedy: 'Check that the disk, network drive or card is connected, then add the file again.',
  },
  SCANNER_UNREACHABLE: {
    message: 'The scanner does not answer.',
    remedy:
      'Check that it is switched on, plugged in or on the same network, then try again; its address can be typed anew.',
  },
  SCANNER_BUSY: {
    message: 'The scanner is busy.',
    remedy: 'Wait for the running scan, or stop it, then scan again.',
  },
  SCANNER_SETTINGS_UNSUPPORTED: {
    message: 'The scanner has no such mode.',
    remedy: 'Choose another paper source, colour or resolution.',
  },
  SCANNER_FEEDER_EMPTY: {
    message: 'The feeder is empty.',
    remedy: 'Put paper into the feeder and press Continue scanning.',
  },
  SCANNER_JAMMED: {
    message: 'Paper is jammed in the scanner.',
    remedy:
      'Take it out, put the sheets that were not scanned back into the feeder and press Continue scanning. The pages so far are safe.',
  },
  SCANNER_COVER_OPEN: {
    message: 'The cover of the scanner is open.',
    remedy: 'Close it and press Continue scanning.',
  },
  SCANNER_TRANSFER_BROKEN: {
    message: 'A page arrived broken several times.',
    remedy:
      'Put that sheet and those after it back into the feeder and press Continue scanning. The pages before are safe.',
  },
  SCANNER_FAILED: {
    message: 'The scanner reports an error.',
    remedy: 'Switch it off and on, then press Continue scanning. The pages so far are safe.',
  },
  SCANNER_DRIVER_MISSING: {
    message: 'This PC cannot find scanners in this way yet.',
    remedy: 'Type the address of the scanner, or ask the administrator to install its software.',
  },
  SCAN_FOLDER_UNREADABLE: {
    message: 'The scan folder cannot be read.',
    remedy: 'Check that it is there and that this PC may read it, then choose it again.',
  },
  SCAN_INTERRUPTED: {
    message: 'Scanning was interrupted.',
    remedy:
      'The pages so far are safe. Put the sheets that were not scanned into the feeder and press Continue scanning.',
  },
  SCAN_DISK_FULL: {
    message: 'The disk of this PC is full; the scanned page could not be written.',
    remedy: 'Delete some files on the PC and press Continue scanning. The pages so far are safe.',
  },
  OCR_ENGINE_FAILED: {
    message: 'This page could not be recognized.',
    remedy: 'Press Recognize again; if it still fails, type the fields.',
  },
  METADATA_INCOMPLETE: {
    message: 'Required fields are missing.',
    remedy: 'Fill in the marked fields.',
  },
  DUPLICATE_DOCUMENT: {
    message: 'This result is already in the repository.',
    remedy: 'Remove it from the batch, or give the reason for sending it again.',
  },
  INVENTORY_ITEM_TAKEN: {
    message: 'Somebody else has just digitized this inventory item.',
    remedy: 'Choose another item or remove the link.',
  },
  PAGE_COUNT_MISMATCH: {
    message: 'The file received has another number of pages than announced.',
    remedy: 'Sign and send the document again.',
  },
  CONTENT_MISMATCH: {
    message: 'The file received differs from the one sent (digest mismatch).',
    remedy: 'Send again; the copy on this PC is untouched.',
  },
  CONTENT_NOT_RECEIVED: {
    message: 'The server has not received the whole file yet.',
    remedy: 'Continue sending; what was sent is kept.',
  },
  NOT_A_PDF: {
    message: 'The file received is not a PDF.',
    remedy: 'Sign and send the document again.',
  },
  SIGNATURE_MISSING: {
    message: 'The document has no digital signature.',
    remedy: 'Sign it and send it again.',
  },
  SIGNATURE_BROKEN: {
    message: 'The digital signature is no longer intact.',
    remedy: 'Sign again from the original; do not change a file after signing.',
  },
  SIGNATURE_UNTRUSTED: {
    message: 'The certificate was not issued by a trusted authority.',
    remedy:
      'Use a certificate of the Government CA, or ask the administrator to add the authority.',
  },
  DOCUMENT_STATE_CONFLICT: {
    message: 'The document is in another state.',
    remedy: 'Reload the page to see its present state.',
  },
  BRIDGE_NOT_RUNNING: {
    message: 'The signing program is not running on this PC.',
    remedy: 'Start “Trạm Số Hóa – Cầu nối ký số”, or run npm run bridge, then press Try again.',
  },
  BRIDGE_PERMISSION_DENIED: {
    message: 'The browser blocks this page from reaching the signing program.',
    remedy: 'Click the icon left of the address bar, allow “Apps on device”, then press Try again.',
  },
  BRIDGE_NOT_PAIRED: {
    message: 'This browser is not paired with the signing program.',
    remedy: 'Press Pair and compare the six digits on both sides.',
  },
  BRIDGE_PAIRING_REFUSED: {
    message: 'Pairing was refused.',
    remedy: 'Pair again and accept when the six digits are the same.',
  },
  BRIDGE_UNTRUSTED: {
    message: 'The program answering at the signing port is not the paired one.',
    remedy:
      'Stop the foreign program or pair again; tell your administrator if you installed nothing new.',
  },
  BRIDGE_BAD_HOST: {
    message: 'The signing program refused the calling address.',
    remedy: "Open the page by the office's own address.",
  },
  BRIDGE_BAD_ORIGIN: {
    message: 'The signing program takes no requests from this page.',
    remedy: "Ask the administrator to add the page's address to the signing program.",
  },
  BRIDGE_BAD_REQUEST: {
    message: 'The signing program did not understand the request.',
    remedy: 'Update the signing program and reload the page.',
  },
  BRIDGE_BUSY: {
    message: 'The signing program is signing another batch.',
    remedy: 'Wait for it or cancel it, then sign.',
  },
  BRIDGE_NO_DIALOG: {
    message: 'This PC has no place to ask for the PIN.',
    remedy: 'Run the signing program in a terminal or on a PC with a screen.',
  },
  MANIFEST_INVALID: {
    message: 'The signing list is invalid or has expired.',
    remedy: 'Press Sign again to make a new list.',
  },
  USER_CANCELLED: {
    message: 'You cancelled.',
    remedy: 'Press Sign when you are ready; what is signed stays signed.',
  },
  CONSENT_EXPIRED: {
    message: 'More than 10 minutes have passed since the PIN was entered.',
    remedy: 'Continue signing and enter the PIN again; what is signed stays signed.',
  },
  NO_TOKEN: {
    message: 'No signing device (USB token) was found.',
    remedy: 'Plug in the token and press Try again.',
  },
  NO_CERTIFICATE: {
    message: 'There is no certificate for signing.',
    remedy: 'Check the token or choose another signing source.',
  },
  CERTIFICATE_MISMATCH: {
    message: 'The certificate on the device is not the chosen one.',
    remedy: 'Plug in the right token or choose again.',
  },
  CERTIFICATE_EXPIRED: {
    message: 'The certificate has expired.',
    remedy: 'Renew it or choose a valid one.',
  },
  CERTIFICATE_NOT_YET_VALID: {
    message: 'The certificate is not valid yet.',
    remedy: "Check this PC's clock or choose another certificate.",
  },
  CERTIFICATE_NOT_FOR_SIGNING: {
    message: 'This certificate is not meant for signing documents.',
    remedy: 'Choose a certificate whose purpose is digital signature.',
  },
  PIN_INCORRECT: {
    message: 'Wrong PIN.',
    remedy: 'Try again with care: tokens usually lock after 3 wrong tries.',
  },
  PIN_FINAL_TRY: {
    message: 'Only one PIN try is left.',
    remedy: 'Stop if you are not sure: a wrong PIN locks the token.',
  },
  PIN_LOCKED: { message: 'The token is locked.', remedy: 'Ask the issuer to unlock it.' },
  PIN_LENGTH: { message: 'The PIN has the wrong length.', remedy: "Enter the token's PIN again." },
  TOKEN_REMOVED: {
    message: 'The token was removed while signing.',
    remedy: 'Plug it in and press Continue; what is signed stays signed.',
  },
  TOKEN_BUSY: { message: 'Another program is using the token.', remedy: 'Close it and try again.' },
  MODULE_FAILED: {
    message: 'The token driver does not answer.',
    remedy: 'The driver was restarted; press Continue.',
  },
  MODULE_WRONG_ARCHITECTURE: {
    message: 'The token’s driver does not fit this computer (for example, a 32-bit one).',
    remedy: 'Install the 64-bit driver of the service that issued the token, then try again.',
  },
  SIGNATURE_NOT_VERIFIED: {
    message: 'The signature returned by the device does not match the certificate.',
    remedy: 'Sign again; if it persists, change the token and tell its issuer.',
  },
  PDF_CANNOT_BE_SIGNED: {
    message: 'No signature can be added to this PDF without rewriting it.',
    remedy: 'Print it to a new PDF or scan it, then sign.',
  },
  PDF_SUSPICIOUS_CONTENT: {
    message: 'This PDF has hidden content, or content that can be swapped after signing.',
    remedy:
      'Open the warning to see the places; ask the sender for a clean file, or print, scan and sign that.',
  },
  CERTIFICATE_REVOKED: {
    message: 'The certificate has been revoked or suspended.',
    remedy: 'Do not sign with it; contact the authority that issued it.',
  },
  REVOCATION_UNREACHABLE: {
    message:
      'Whether the certificate is revoked could not be checked: neither CRL nor OCSP answers.',
    remedy: 'Try again in a few minutes, or decide to sign if you are certain that it is in force.',
  },
  TSA_UNREACHABLE: {
    message: 'The timestamp service does not answer.',
    remedy: 'Try again later; the signature is kept and can be raised to the higher level then.',
  },
  TIMESTAMP_INVALID: {
    message: 'The timestamp that came back is wrong or cannot be trusted.',
    remedy: 'Ask the administrator to check the timestamp service and its trust anchor.',
  },
  VALIDATION_DATA_MISSING: {
    message: 'Not all the data needed to raise the level of the signature could be collected.',
    remedy: 'Check the connection to the CRL/OCSP of the certificate authority and try again.',
  },
  IMAGE_NOT_TRANSPARENT: {
    message: 'The image of a signature or seal has to be a PNG with a transparent ground.',
    remedy: 'Export a PNG with a transparent ground (blue signature, red seal) and load it again.',
  },
  SIGNING_IMAGE_MISSING: {
    message: 'The image of the signature or seal that the signing profile shows is missing.',
    remedy:
      'An administrator opens “Signing profiles” and uploads a PNG with a transparent ground.',
  },
  SIGNING_PROFILE_MISSING: {
    message: 'The unit has no signing profile for this.',
    remedy: 'An administrator opens “Signing profiles” and makes one.',
  },
  SIGNER_NOT_ALLOWED: {
    message: 'This certificate does not belong to the person or agency that signs by this profile.',
    remedy:
      'Choose the certificate of the agency for copies and seals, a personal one for approvals.',
  },
  DOCUMENT_CHANGED_MEANWHILE: {
    message: 'Somebody else has just signed or extended this document.',
    remedy: 'Load it again and sign again; nothing was overwritten.',
  },
  VGCA_NOT_RUNNING: {
    message: 'VGCA Sign Service is not running on this PC.',
    remedy: 'Start VGCA Sign Service (icon in the tray) and try again, or choose another source.',
  },
  VGCA_FAILED: {
    message: 'VGCA Sign Service could not sign.',
    remedy: 'Read the message of VGCA, check that the token is plugged in, and try again.',
  },
  REMOTE_SIGNING_FAILED: {
    message: 'The remote signing service did not finish.',
    remedy: 'Open the signing app on your phone and confirm, or try again later.',
  },
  SERVER_UNREACHABLE: {
    message: 'The server cannot be reached.',
    remedy: 'Check the network. Your work is kept on this PC and will be sent by itself.',
  },
  SERVER_STORAGE_FULL: {
    message: "The server's disk is full.",
    remedy: 'Tell the administrator; the document is kept on this PC and will be sent later.',
  },
  SERVER_FAILED: {
    message: 'The server failed.',
    remedy: 'Try again; if it persists, tell the administrator the incident number.',
  },
  UPLOAD_INTERRUPTED: {
    message: 'Sending was interrupted.',
    remedy: 'It goes on by itself from where it stopped.',
  },
};
