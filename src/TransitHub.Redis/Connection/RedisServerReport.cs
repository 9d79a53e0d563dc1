namespace TransitHub.Redis.Connection;

/// <summary>What a server says of itself, as far as it matters.</summary>
/// <param name="Name">As <c>Redis 7.0.15</c> or <c>Valkey 8.0.1</c>.</param>
/// <param name="Version">The version of Redis that it is like; null: not told.</param>
/// <param name="IsReplica">Whether it follows another.</param>
/// <param name="Warnings">What may cost data, each with the remedy.</param>
internal sealed record RedisServerReport(string Name, Version? Version, bool IsReplica, IReadOnlyList<string> Warnings)
{
    /// <summary>The oldest version that will do: functions of streams and scripts that the hub uses are there since.</summary>
    public static readonly Version Oldest = new(7, 0);

    /// <summary>Reads what a server answers.</summary>
    /// <param name="info">To <c>INFO everything</c>.</param>
    /// <param name="appendFsync">To <c>CONFIG GET appendfsync</c>; null: it does not tell.</param>
    public static RedisServerReport Read(string info, string? appendFsync)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (string line in info.Split('\n'))
        {
            if (line.Split(':', 2) is [string name, string value])
            {
                fields[name] = value.Trim();
            }
        }

        bool isValkey = fields.TryGetValue("valkey_version", out string? valkey);
        string? redis = fields.GetValueOrDefault("redis_version");
        List<string> warnings = [];
        if (fields.GetValueOrDefault("aof_enabled") == "0")
        {
            warnings.Add("it keeps no append-only file: what was acknowledged is lost when it ends. Set appendonly yes.");
        }
        else if (appendFsync is not (null or "always"))
        {
            warnings.Add($"it answers before a write is on the disk (appendfsync {appendFsync}): when it is killed, what was acknowledged in the last seconds is lost. Set appendfsync always.");
        }

        if (fields.GetValueOrDefault("maxmemory_policy") is { } policy && policy.StartsWith("allkeys", StringComparison.Ordinal))
        {
            warnings.Add($"it throws keys away when its memory is full (maxmemory-policy {policy}): logs and states would be lost. Set maxmemory-policy noeviction.");
        }

        return new RedisServerReport(
            isValkey ? "Valkey " + valkey : "Redis " + redis,
            System.Version.TryParse(redis, out Version? version) ? version : null,
            fields.GetValueOrDefault("role") is "slave" or "replica",
            warnings);
    }

    /// <summary>Throws when it is too old.</summary>
    /// <exception cref="RedisStorageException">It is; the message names the version that is needed.</exception>
    public void ThrowIfUnfit(string address)
    {
        if (this.Version is { } version && version < Oldest)
        {
            throw new RedisStorageException(RedisTrouble.Unsupported, $"Redis {address} is {this.Name}: too old. The hub needs Redis {Oldest} or Valkey 7.2, or newer.");
        }
    }
}
