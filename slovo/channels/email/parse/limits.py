"""Every limit of reading a mail. What is beyond one is cut with a note; the raw message is kept elsewhere."""

MAIL_BYTES_MAX = 64 * 1024 * 1024

HEADER_BYTES_MAX = 1024 * 1024  # of one entity, all fields together
HEADER_BYTES_SEEN_MAX = 8 * 1024 * 1024  # before the fields are cut
FIELD_BYTES_MAX = 128 * 1024
FIELDS_MAX = 1_000
SUBJECT_CHARS_MAX = 1_000
NAME_CHARS_MAX = 200  # of a person
ADDRESS_CHARS_MAX = 320  # RFC 5321: 64 before the @, 255 after
MESSAGE_ID_CHARS_MAX = 998  # RFC 5322: one line
RECIPIENTS_MAX = 1_000  # of one field
REFERENCES_MAX = 200
PARAMETERS_MAX = 100

DEPTH_MAX = 30  # multiparts inside multiparts
PARTS_MAX = 1_000
ATTACHMENTS_MAX = 500
FILE_NAME_CHARS_MAX = 150

TEXT_CHARS_MAX = 500_000
SPLIT_CHARS_MAX = 200_000  # what is searched for quotes; as HTML, twice that
SPLIT_TAGS_MAX = 10_000
FORWARD_CHARS_MAX = 100_000  # what is searched for a forwarded mail
HTML_CHARS_MAX = 1_000_000
HTML_CHARS_TRUSTED_MAX = 50_000  # with fewer, and fewer tags, nothing can hurt the cleaner
HTML_TAGS_TRUSTED_MAX = 1_000
HTML_TAGS_MAX = 50_000
HTML_ENTITIES_MAX = 100_000
HTML_ATTRIBUTES_CHARS_MAX = 5_000  # of one tag, unless they are few
HTML_DEPTH_MAX = 200
HTML_FORMATTING_DEPTH_MAX = 15  # open <b>, <font>…: the cleaner repeats them in every paragraph
DATA_IMAGE_CHARS_MAX = 100_000  # larger ones become attachments
QUOTE_DEPTH_MAX = 10

TNEF_ATTRIBUTES_MAX = 10_000
RTF_BYTES_MAX = 4 * 1024 * 1024  # after decompression

CHARSET_SAMPLE_CHARS = 3_000
NOTES_MAX = 50
NOTE_DETAIL_CHARS_MAX = 120
BOUNCED_RECIPIENTS_MAX = 100
