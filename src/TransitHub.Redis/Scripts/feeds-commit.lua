-- Publishes messages that were written, all together, unless the time of one would go back. Former contents go five seconds later, when those who were
-- reading them are done.
-- KEYS: account, lease, then for each message its new content and the former one. ARGV: token, this generation, the edition it follows, then for
-- each message its name, its header's Unix seconds, its tag, its parts, and the account's line of it. A line begins with seconds and tag.
-- Gives: 'ok' and the edition, also when it was done before; 'fenced'; 'changed' and 'incomplete' as for states; 'time', the name and the seconds that stand.
if redis.call('HGET', KEYS[2], 'token') ~= ARGV[1] then
  return {'fenced'}
end
local current = redis.call('HMGET', KEYS[1], 'edition', 'generation')
if current[2] == ARGV[2] then
  return {'ok', current[1]}
end
if (current[1] or '0') ~= ARGV[3] then
  return {'changed'}
end
for at = 4, #ARGV, 5 do
  local line = redis.call('HGET', KEYS[1], 'feed:' .. ARGV[at])
  if line then
    local seconds, tag = string.match(line, '^(%d+) (%S+)')
    if tonumber(ARGV[at + 1]) < tonumber(seconds) or (seconds == ARGV[at + 1] and tag ~= ARGV[at + 2]) then
      return {'time', ARGV[at], seconds}
    end
  end
  if redis.call('HLEN', KEYS[3 + (at - 4) / 5 * 2]) ~= tonumber(ARGV[at + 3]) then
    return {'incomplete'}
  end
end
for at = 4, #ARGV, 5 do
  local content = 3 + (at - 4) / 5 * 2
  redis.call('HSET', KEYS[1], 'feed:' .. ARGV[at], ARGV[at + 4])
  redis.call('PERSIST', KEYS[content])
  redis.call('PEXPIRE', KEYS[content + 1], 5000)
end
local edition = redis.call('HINCRBY', KEYS[1], 'edition', 1)
redis.call('HSET', KEYS[1], 'generation', ARGV[2])
return {'ok', edition}
