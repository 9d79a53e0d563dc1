using Microsoft.Extensions.Logging;

namespace TransitHub.Redis;

/// <summary>What the Redis adapter writes to the log. Event ids 3000 to 3099.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(3000, LogLevel.Information, "Redis {Address}: {Server}")]
    public static partial void Connected(ILogger logger, string address, string server);

    [LoggerMessage(3001, LogLevel.Warning, "Redis {Address}: {Warning}")]
    public static partial void Warning(ILogger logger, string address, string warning);

    [LoggerMessage(3002, LogLevel.Error, "{Problem} It is tried again for {Seconds} s")]
    public static partial void Failing(ILogger logger, string problem, double seconds);

    [LoggerMessage(3003, LogLevel.Information, "Redis {Address} answers again")]
    public static partial void Restored(ILogger logger, string address);
}
