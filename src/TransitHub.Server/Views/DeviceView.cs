using TransitHub.Core.Observations;

namespace TransitHub.Server.Views;

/// <summary>A device's health in JSON; times are Unix seconds.</summary>
internal sealed record DeviceView
{
    public required string Id { get; init; }

    /// <summary>When anything came from it last, refused or not.</summary>
    public double? LastSeen { get; init; }

    /// <summary>When its newest accepted position was measured.</summary>
    public double? LastMeasured { get; init; }

    /// <summary>Seconds that the hub adds to its clock.</summary>
    public required double ClockCorrectionSeconds { get; init; }

    public required long Accepted { get; init; }

    public required long Rejected { get; init; }

    /// <summary>Why its newest rejected report was.</summary>
    public string? LastRejection { get; init; }

    /// <summary>Its own last word on being there, its last will included; null: it never spoke of itself.</summary>
    public bool? Online { get; init; }

    /// <summary>When it spoke of itself.</summary>
    public double? StatusAt { get; init; }

    public double? UptimeSeconds { get; init; }

    public string? Version { get; init; }

    public string? Message { get; init; }

    /// <summary>Of a device.</summary>
    public static DeviceView Of(DeviceHealth device) => new()
    {
        Id = device.Device.ToString(),
        LastSeen = device.LastSeen?.UnixMilliseconds / 1000.0,
        LastMeasured = device.LastMeasured?.UnixMilliseconds / 1000.0,
        ClockCorrectionSeconds = device.ClockCorrectionMilliseconds / 1000.0,
        Accepted = device.Accepted,
        Rejected = device.Refused,
        LastRejection = device.LastRefusal == RejectionReason.None ? null : device.LastRefusal.Name(),
        Online = device.Status?.Online,
        StatusAt = device.Status?.ReceivedAt.UnixMilliseconds / 1000.0,
        UptimeSeconds = device.Status?.UptimeSeconds,
        Version = device.Status?.Version,
        Message = device.Status?.Message,
    };
}
