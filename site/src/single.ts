// The single file: element and page in one script. It is offline by itself.
import "./pec-verifier.js";
import "./page/drop";
import "./page/language";
import "./proof/proof";
