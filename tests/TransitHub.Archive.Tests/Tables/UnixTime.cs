namespace TransitHub.Archive.Tests.Tables;

/// <summary>Unix seconds as the tables' readers see them.</summary>
internal static class UnixTime
{
    public static DateTime ToUtc(this long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;
}
