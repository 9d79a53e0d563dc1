-- Appends one entry to what a lease's holder tells. Numbers have no gaps, and a repeat changes nothing.
-- KEYS: stream, account, lease. ARGV: token, number, form, checksum, the entry, the most entries.
-- Gives: 'ok', also when it was appended before; 'fenced'; or 'gap' and the last number.
if redis.call('HGET', KEYS[3], 'token') ~= ARGV[1] then
  return {'fenced'}
end
local last = tonumber(redis.call('HGET', KEYS[2], 'last') or '0')
local number = tonumber(ARGV[2])
if number <= last then
  return {'ok'}
end
if number ~= last + 1 then
  return {'gap', string.format('%d', last)}
end
redis.call('XADD', KEYS[1], 'MAXLEN', '=', ARGV[6], ARGV[2] .. '-0', 'f', ARGV[3], 'x', ARGV[4], 'b', ARGV[5])
redis.call('HSET', KEYS[2], 'last', ARGV[2])
return {'ok'}
