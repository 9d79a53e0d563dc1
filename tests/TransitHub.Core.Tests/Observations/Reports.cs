using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Observations;

/// <summary>Short ways to say what a device reported.</summary>
internal static class Reports
{
    /// <summary>2026-11-23T06:00:00Z, where the tests' time starts.</summary>
    public const long Start = 1_795_413_600;

    public const double Latitude = 13.75;
    public const double Longitude = 100.50;

    /// <summary>A report of "bus-1".</summary>
    /// <param name="received">Seconds after <see cref="Start"/>.</param>
    /// <param name="measured">Seconds after <see cref="Start"/> by the device's clock.</param>
    /// <param name="north">Meters north of the tests' place.</param>
    /// <param name="device">Another device.</param>
    public static AvlReport Avl(double received, double measured, double north = 0, string device = "bus-1") => new()
    {
        Device = DeviceId.Parse(device),
        ReceivedAt = Moment(received),
        MeasuredAt = Moment(measured),
        Latitude = Latitude + (north / 111_195),
        Longitude = Longitude,
    };

    public static StatusReport Status(double received, double? measured, bool online = true, string device = "bus-1") => new()
    {
        Device = DeviceId.Parse(device),
        ReceivedAt = Moment(received),
        MeasuredAt = measured is { } m ? Moment(m) : null,
        Online = online,
    };

    public static Timestamp Moment(double seconds) => Timestamp.FromUnixSeconds(Start + seconds);
}
