-- Whether there is any file of which the text is not searched is asked with each search.
CREATE INDEX file_text_unread ON file_text (firm) WHERE state <> 'read';
