// The page around the element.
import "./offline";
import "./update";
import "./address";
import "./drop";
import "./language";
import "./proof";
