-- Writes a part of a large value that nothing points to yet: it goes by itself if nothing ever does.
-- KEYS: content. ARGV: index, bytes, milliseconds. Gives: 'ok'.
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {'ok'}
