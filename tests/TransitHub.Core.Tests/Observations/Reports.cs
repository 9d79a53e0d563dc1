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

    /// <summary>A count of "camera-1" over the interval from and to, seconds after <see cref="Start"/>, that arrives as it ends.</summary>
    public static TrafficCount Count(double from, double to, long count, string channel = "gate-1", string @class = "person", string? direction = "in") => new()
    {
        Device = DeviceId.Parse("camera-1"),
        ReceivedAt = Moment(to),
        Channel = channel,
        Class = @class,
        Direction = direction,
        From = Moment(from),
        To = Moment(to),
        Count = count,
    };

    /// <summary>A running total of "camera-1", read and received so many seconds after <see cref="Start"/>.</summary>
    public static TrafficCount Total(double at, long total) => Count(at, at, total) with { From = null };

    /// <summary>So many people present in zone-1 of "camera-1", seen and received so many seconds after <see cref="Start"/>.</summary>
    public static TrafficCount Present(double at, long people) =>
        Count(at, at, people, channel: "zone-1", direction: null) with { From = null, IsPresent = true };

    /// <summary>A passage at "camera-1", received a second after it.</summary>
    public static PassageReport Passage(double measured, string? eventId) => new()
    {
        Device = DeviceId.Parse("camera-1"),
        ReceivedAt = Moment(measured + 1),
        MeasuredAt = Moment(measured),
        EventId = eventId,
        Channel = "line-1",
        Class = "bus",
        Direction = "a_to_b",
    };

    /// <summary>Riders on board of "bus-1", received a second after they were counted.</summary>
    public static PassengerCount Load(double measured, int load, string? door = null) => new()
    {
        Device = DeviceId.Parse("bus-1"),
        ReceivedAt = Moment(measured + 1),
        MeasuredAt = Moment(measured),
        Load = load,
        Door = door,
    };

    public static Timestamp Moment(double seconds) => Timestamp.FromUnixSeconds(Start + seconds);
}
