using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Views;

/// <summary>A device in JSON, with its health; times are Unix seconds.</summary>
internal sealed record DeviceView : DescribedView
{
    private DeviceView(CountingDevice? device, string language)
        : base(device, language)
    {
    }

    /// <summary>Whether the devices file knows it.</summary>
    public required bool Registered { get; init; }

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

    /// <summary>Rejected reports by reason.</summary>
    public IReadOnlyDictionary<string, long>? RejectedBy { get; init; }

    /// <summary>How far its counts can be trusted, what is wrong, and its rate against the expected; null: it does not count.</summary>
    public DeviceHealthView? Counting { get; init; }

    /// <summary>Its own last word on being there, its last will included; null: it never spoke of itself.</summary>
    public bool? Online { get; init; }

    /// <summary>When it spoke of itself.</summary>
    public double? StatusAt { get; init; }

    public double? UptimeSeconds { get; init; }

    public string? Version { get; init; }

    public string? Message { get; init; }

    /// <summary>Its newest counts by channel, class and direction; null: it sent none.</summary>
    public IReadOnlyList<CountView>? Counts { get; init; }

    /// <summary>Passages accepted; null: none.</summary>
    public long? Passages { get; init; }

    /// <summary>Its newest passages, oldest first; null: none.</summary>
    public IReadOnlyList<PassageView>? LastPassages { get; init; }

    /// <summary>What became of its newest passages where vehicles of the timetable cross, oldest first; null: none, or many devices are listed.</summary>
    public IReadOnlyList<DecidedPassageView>? DecidedPassages { get; init; }

    /// <summary>What vehicles that report show of its clock; null: nothing yet, or many devices are listed.</summary>
    public LearnedClockView? LearnedClock { get; init; }

    /// <summary>Its newest count of riders on board; null: none.</summary>
    public LoadView? LastLoad { get; init; }

    /// <summary>With what became of its passages, and what they showed of its clock.</summary>
    public DeviceView Detailed(HubSnapshot snapshot)
    {
        DecidedPassageView[] decided = [.. snapshot.Passages.Where(p => p.Device.ToString() == this.Id).Select(p => DecidedPassageView.Of(p, snapshot.Schedule))];
        CameraSnapshot? camera = snapshot.Cameras.FirstOrDefault(c => c.Device.ToString() == this.Id);
        return this with
        {
            DecidedPassages = decided.Length == 0 ? null : decided,
            LearnedClock = camera is null ? null : LearnedClockView.Of(camera),
        };
    }

    /// <summary>Of a device.</summary>
    /// <param name="health">What came from it.</param>
    /// <param name="device">What the devices file says; null: it does not know it.</param>
    /// <param name="language">The language of main texts.</param>
    /// <param name="book">What is counted; null: nothing.</param>
    public static DeviceView Of(DeviceHealth health, CountingDevice? device, string language, CountBook? book = null) => new(device, language)
    {
        Id = health.Device.ToString(),
        Registered = device is not null,
        LastSeen = health.LastSeen?.UnixMilliseconds / 1000.0,
        LastMeasured = health.LastMeasured?.UnixMilliseconds / 1000.0,
        ClockCorrectionSeconds = health.ClockCorrectionMilliseconds / 1000.0,
        Accepted = health.Accepted,
        Rejected = health.Refused,
        RejectedBy = health.Refusals.Count == 0 ? null : health.Refusals.ToDictionary(r => r.Key.Name(), r => r.Value, StringComparer.Ordinal),
        Counting = book is null ? null : DeviceHealthView.Of(book.Watch.Find(health.Device), book.Ledger.Read(health.Device, new(long.MaxValue))),
        LastRejection = health.LastRefusal == RejectionReason.None ? null : health.LastRefusal.Name(),
        Online = health.Status?.Online,
        StatusAt = health.Status?.ReceivedAt.UnixMilliseconds / 1000.0,
        UptimeSeconds = health.Status?.UptimeSeconds,
        Version = health.Status?.Version,
        Message = health.Status?.Message,
        Counts = health.Counts.Count == 0 ? null : [.. health.Counts.Select(CountView.Of)],
        Passages = health.Passages == 0 ? null : health.Passages,
        LastPassages = health.LastPassages.Count == 0 ? null : [.. health.LastPassages.Select(PassageView.Of)],
        LastLoad = health.LastLoad is { } load ? LoadView.Of(load) : null,
    };
}
