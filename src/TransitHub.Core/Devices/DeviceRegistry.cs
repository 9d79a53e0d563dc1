using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Devices;

/// <summary>The devices of a feed that its operator describes. Immutable.</summary>
public sealed class DeviceRegistry
{
    private readonly Dictionary<DeviceId, CountingDevice> byId;

    /// <summary>Makes a registry of devices whose ids differ.</summary>
    /// <param name="language">The language of a name's main text, BCP 47.</param>
    /// <param name="devices">The devices.</param>
    public DeviceRegistry(string language, IEnumerable<CountingDevice> devices)
    {
        ArgumentNullException.ThrowIfNull(language);
        this.Language = language;
        this.All = [.. devices.OrderBy(d => d.Id)];
        this.byId = this.All.ToDictionary(d => d.Id);
    }

    /// <summary>A feed without a devices file.</summary>
    public static DeviceRegistry Empty { get; } = new("en", []);

    /// <summary>The language of a name's main text, BCP 47.</summary>
    public string Language { get; }

    /// <summary>All devices in the order of their ids.</summary>
    public ImmutableArray<CountingDevice> All { get; }

    /// <summary>Finds a device; false when the file does not know it, which does not keep it from publishing.</summary>
    public bool TryFind(DeviceId id, [NotNullWhen(true)] out CountingDevice? device) => this.byId.TryGetValue(id, out device);
}
