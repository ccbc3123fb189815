// The page around the element.
import "./offline/offline";
import "./offline/update";
import "./page/address";
import "./page/drop";
import "./page/language";
import "./proof/proof";
