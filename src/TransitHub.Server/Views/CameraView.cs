using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Observations;

namespace TransitHub.Server.Views;

/// <summary>A device of the devices file as anybody may see it; times are Unix seconds.</summary>
internal sealed record CameraView : DescribedView
{
    private CameraView(CountingDevice device, string language)
        : base(device, language)
    {
    }

    /// <summary>Its own last word on being there, its last will included; null: it never spoke of itself.</summary>
    public bool? Online { get; init; }

    /// <summary>When anything came from it last; null: nothing ever did.</summary>
    public double? LastSeen { get; init; }

    /// <summary>Its newest counts, small ones suppressed.</summary>
    public required IReadOnlyList<CountView> Counts { get; init; }

    /// <summary>What crossed in the newest five minutes that are over, by channel, class and direction.</summary>
    public IReadOnlyList<FlowView> Flows { get; init; } = [];

    /// <summary>How far its counts can be trusted, 0 to 1; null: nothing is known of it.</summary>
    public double? Trust { get; init; }

    /// <summary>What is wrong with it; empty: nothing that is known.</summary>
    public IReadOnlyList<DeviceFaultKind> Faults { get; init; } = [];

    /// <summary>Its newest passages of public transport, oldest first.</summary>
    public required IReadOnlyList<PassageView> LastPassages { get; init; }

    /// <summary>Of a device.</summary>
    /// <param name="device">What the file says.</param>
    /// <param name="language">The language of main texts.</param>
    /// <param name="health">What came from it; null: nothing.</param>
    /// <param name="fewestTold">Counts above none and below this are not told.</param>
    public static CameraView Of(CountingDevice device, string language, DeviceHealth? health, int fewestTold) => new(device, language)
    {
        Id = device.Id.ToString(),
        Online = health?.Status?.Online,
        LastSeen = health?.LastSeen?.UnixMilliseconds / 1000.0,
        Counts = [.. (health?.Counts ?? []).Select(c => CountView.PublicOf(c, fewestTold))],
        LastPassages = [.. (health?.LastPassages ?? []).Where(PassageView.IsPublic).Select(PassageView.Of)],
    };
}
