using System.Runtime.CompilerServices;

namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// The same device, measured time and place is the same report again: MQTT's QoS 1 delivers at least once, and after a lost
/// acknowledgement a sender repeats all it had in flight, not only its last one.
/// </summary>
internal static class RepeatRule
{
    /// <summary>Whether it is one of the last reports accepted from the device.</summary>
    public static bool IsRepeat(AvlReport report, DeviceTrack track)
    {
        ulong key = Key(report);
        foreach (ulong known in track.Recent)
        {
            if (known == key)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers an accepted report in place of the oldest one.</summary>
    public static void Remember(AvlReport report, DeviceTrack track)
    {
        track.Recent[track.NextRecent] = Key(report);
        track.NextRecent = (track.NextRecent + 1) % RecentReports.Length;
    }

    /// <summary>A mix of time and place in which two reports of one device agree by chance once in 2^64.</summary>
    private static ulong Key(AvlReport report) => unchecked(
        Mix(Mix((ulong)report.MeasuredAt.UnixMilliseconds) + (ulong)BitConverter.DoubleToInt64Bits(report.Latitude))
        + Mix((ulong)BitConverter.DoubleToInt64Bits(report.Longitude))) | 1;

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 32)) * 0xD6E8FEB86659FD93;
            value = (value ^ (value >> 32)) * 0xD6E8FEB86659FD93;
            return value ^ (value >> 32);
        }
    }
}

/// <summary>Keys of the last reports of a device: as many as a sender usually has in flight.</summary>
[InlineArray(Length)]
internal struct RecentReports
{
    /// <summary>How many are kept.</summary>
    public const int Length = 16;

    private ulong first;
}
