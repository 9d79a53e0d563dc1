using StackExchange.Redis;

namespace TransitHub.Redis.Content;

/// <summary>Reads the fields of a hash that tells what a store holds.</summary>
internal static class RedisAccount
{
    /// <summary>From an answer of <c>HGETALL</c>.</summary>
    public static Dictionary<string, RedisValue> Read(HashEntry[] entries) =>
        entries.ToDictionary(e => e.Name.ToString(), e => e.Value, StringComparer.Ordinal);

    /// <summary>From a script's answer: names and values in turn, from a place on.</summary>
    public static Dictionary<string, RedisValue> Read(RedisResult[] answer, int from)
    {
        Dictionary<string, RedisValue> fields = new(StringComparer.Ordinal);
        for (int i = from; i + 1 < answer.Length; i += 2)
        {
            fields[answer[i].ToString()] = (RedisValue)answer[i + 1];
        }

        return fields;
    }
}
