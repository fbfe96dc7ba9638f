-- A question is asked by whoever has the link, without a code; the index said otherwise.
UPDATE record SET shown_by = 'link' WHERE kind = 'question' AND shown_by = 'code';
