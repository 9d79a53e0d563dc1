-- Replaces what operators wrote unless another version was written meanwhile, and notes the change where there is an audit of it.
-- KEYS: document; audit or none. ARGV: expected version, new version, text, checksum, format; with an audit its line, and the most lines.
-- Gives: 'ok', also when the very same was done before; or 'changed'.
local current = redis.call('HMGET', KEYS[1], 'version', 'checksum')
if current[1] == ARGV[2] and current[2] == ARGV[4] then
  return {'ok'}
end
if (current[1] or '0') ~= ARGV[1] then
  return {'changed'}
end
if KEYS[2] then
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[7], ARGV[2] .. '-0', 'line', ARGV[6])
end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'text', ARGV[3], 'checksum', ARGV[4], 'format', ARGV[5])
return {'ok'}
