using TransitHub.Redis.Connection;

namespace TransitHub.Redis;

/// <summary>What an operator may set about Redis.</summary>
public sealed record RedisOptions
{
    /// <summary>
    /// <c>[redis://][user:password@]host[:port][,host[:port]…]</c>, or <c>rediss://…</c> for TLS. Of a cluster some nodes are enough. A password
    /// alone is written <c>redis://:password@host</c>; characters other than letters and digits in it as <c>%XX</c>. Default: this machine, port 6379.
    /// </summary>
    public string Address { get; init; } = "redis://127.0.0.1:6379";

    /// <summary>In front of every key, 1 to 64 of <c>a-z A-Z 0-9 . _ -</c>; default <c>transithub</c>. Hubs with different ones may share a Redis.</summary>
    public string KeyPrefix { get; init; } = "transithub";

    /// <summary>
    /// How long a call is tried again while Redis cannot be reached or takes no writes, seconds, 0 to 3,600; default 30: longer than a restart or a
    /// failover, and shorter than a device waits for an acknowledgement.
    /// </summary>
    public double RetrySeconds { get; init; } = 30;

    /// <summary>Size at which an entry of the log is full, bytes, 1,024 to 1,048,576; default 65,536: some 500 reports. A page of reading has 32.</summary>
    public int EntryBytes { get; init; } = 65_536;

    /// <summary>
    /// How long records stay in a shard's log after all have taken them in, hours before its newest, 0 to 876,000; default 1: what has to be looked at
    /// again soon. Redis keeps it in memory.
    /// </summary>
    public double RetainHours { get; init; } = 1;

    /// <summary>
    /// Size of a shard's log, bytes, 65,536 to 2^40; default 1,073,741,824 (1 GiB). Beyond half of it records that were taken in go before their
    /// hours are over; when those that were not fill it, it takes no more until they are.
    /// </summary>
    public long RetainBytes { get; init; } = 1L << 30;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        Require(RedisAddress.TryParse(this.Address, out _), nameof(this.Address), "host:port,..., or redis://[user:password@]host[:port],..., or rediss:// for TLS");
        Require(
            this.KeyPrefix is { Length: >= 1 and <= 64 } && this.KeyPrefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'),
            nameof(this.KeyPrefix), "1 to 64 of a-z A-Z 0-9 . _ -");
        Require(this.RetrySeconds is >= 0 and <= 3600, nameof(this.RetrySeconds), "0 to 3600 seconds");
        Require(this.EntryBytes is >= 1024 and <= 1 << 20, nameof(this.EntryBytes), "1024 to 1048576 bytes");
        Require(this.RetainHours is >= 0 and <= 876_000, nameof(this.RetainHours), "0 to 876000 hours");
        Require(this.RetainBytes is >= 65_536 and <= 1L << 40, nameof(this.RetainBytes), "65536 to 2^40 bytes");
        return wrong;

        void Require(bool ok, string setting, string range)
        {
            if (!ok)
            {
                wrong.Add($"Redis:{setting} must be {range}.");
            }
        }
    }
}
