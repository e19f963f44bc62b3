// What only pages beside lists and conversations do.
import "./room.js";
