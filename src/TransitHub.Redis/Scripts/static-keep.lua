-- Says what a zip is once all its parts are there, so that it stays.
-- KEYS: zip. ARGV: parts, length, checksum, format. Gives: 'ok', or 'incomplete' when parts are gone again.
for part = 0, tonumber(ARGV[1]) - 1 do
  if redis.call('HEXISTS', KEYS[1], part) == 0 then
    return {'incomplete'}
  end
end
redis.call('HSET', KEYS[1], 'parts', ARGV[1], 'length', ARGV[2], 'sha256', ARGV[3], 'format', ARGV[4])
redis.call('PERSIST', KEYS[1])
return {'ok'}
