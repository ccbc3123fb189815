// The single file: element and page in one script. It is offline by itself.
import "../pec-verifier.js";
import "./drop";
import "./language";
import "./proof";
