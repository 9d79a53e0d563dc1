using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TransitHub.Core.Graphs;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Devices;

/// <summary>The devices of a feed that its operator describes. Immutable.</summary>
[NotKept]
public sealed class DeviceRegistry
{
    private readonly Dictionary<DeviceId, CountingDevice> byId;
    private readonly Dictionary<string, WaitingPlace> places;

    /// <summary>Makes a registry of devices whose ids differ.</summary>
    /// <param name="language">The language of a name's main text, BCP 47.</param>
    /// <param name="devices">The devices.</param>
    /// <param name="places">Where riders wait, one of a stop; null: nothing is said of them.</param>
    public DeviceRegistry(string language, IEnumerable<CountingDevice> devices, IEnumerable<WaitingPlace>? places = null)
    {
        ArgumentNullException.ThrowIfNull(language);
        this.Language = language;
        this.All = [.. devices.OrderBy(d => d.Id)];
        this.byId = this.All.ToDictionary(d => d.Id);
        this.places = (places ?? []).ToDictionary(p => p.StopId, StringComparer.Ordinal);
    }

    /// <summary>A feed without a devices file.</summary>
    public static DeviceRegistry Empty { get; } = new("en", []);

    /// <summary>The language of a name's main text, BCP 47.</summary>
    public string Language { get; }

    /// <summary>Which vehicle a boat is that tells its position by AIS.</summary>
    public VesselMap Vessels { get; init; } = VesselMap.Empty;

    /// <summary>What is said of vehicles.</summary>
    public VehicleBook Vehicles { get; init; } = VehicleBook.Empty;

    /// <summary>All devices in the order of their ids.</summary>
    public ImmutableArray<CountingDevice> All { get; }

    /// <summary>What is said of the place where riders of a stop wait; null: nothing.</summary>
    /// <param name="stopId">GTFS <c>stop_id</c>.</param>
    public WaitingPlace? FindPlace(string stopId) => this.places.GetValueOrDefault(stopId);

    /// <summary>Whether a device's channel is a zone; null: the file does not know it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="channel">The channel's id.</param>
    public bool? IsZone(DeviceId device, string channel) =>
        this.byId.TryGetValue(device, out CountingDevice? known) ? known.Channels.FirstOrDefault(c => c.Id == channel)?.IsZone : null;

    /// <summary>Finds a device; false when the file does not know it, which does not keep it from publishing.</summary>
    public bool TryFind(DeviceId id, [NotNullWhen(true)] out CountingDevice? device) => this.byId.TryGetValue(id, out device);
}
