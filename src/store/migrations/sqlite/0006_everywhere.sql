-- What a server says of its mode and its cooldown holds from now on in every channel that has nothing of its own. Until now
-- nobody could set either: rows were made for the digest alone, with a cooldown of nothing.
UPDATE server_setting SET mode = 'mention', cooldown_s = 600;
