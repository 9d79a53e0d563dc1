using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Devices;

/// <summary>Reads a devices file (README.md of this folder) against the schedule of its feed. All problems come in one run.</summary>
public static class DevicesSheet
{
    /// <summary>Devices in one file: more than any city has cameras.</summary>
    public const int MaxDevices = 100_000;

    /// <summary>How far outside the feed's own stops and shapes a device may stand, degrees; some 20 km.</summary>
    private const double MarginDegrees = 0.2;

    private const double FarthestLineMeters = 1000;

    private static readonly string[] Kinds = [.. Enum.GetNames<DeviceKind>().Select(n => n.ToLowerInvariant())];

    /// <summary>Reads it; what has errors is left out of the registry.</summary>
    /// <param name="file">The file's name in problems.</param>
    /// <param name="text">What stands in it.</param>
    /// <param name="schedule">The feed's schedule; <see cref="Schedule.Empty"/>: stops and routes are taken as they are written.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static DeviceRegistry Read(string file, string text, Schedule schedule, SheetProblems problems)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(problems);
        if (SheetReader.Parse(file, text, problems) is not { } sheet)
        {
            return DeviceRegistry.Empty;
        }

        sheet.Allow("language", "stops", "devices", "vessels", "unknown_vessels", "vehicles");
        string language = sheet.Optional("language")?.ReadLanguage() ?? LanguageOf(schedule);
        var channels = new ChannelReader(schedule, SheetLanguages.Only(language));
        SheetNode? vessels = sheet.Optional("vessels");
        SheetNode? unknownVessels = sheet.Optional("unknown_vessels");
        SheetNode? vehicles = sheet.Optional("vehicles");
        SheetNode? list = vessels is null && unknownVessels is null && vehicles is null ? sheet.Required("devices", "list the devices below 'devices:', each after '- id: ...'") : sheet.Optional("devices");
        IReadOnlyList<SheetNode> nodes = list?.ReadList() ?? [];
        Dictionary<DeviceId, CountingDevice> devices = [];
        foreach (SheetNode node in nodes.Take(MaxDevices))
        {
            if (Device(node, schedule, channels) is { } device && !devices.TryAdd(device.Id, device))
            {
                node.Error($"the device '{device.Id}' is there twice", "give each device an id of its own: it is the {device_id} of its topics");
            }
        }

        if (nodes.Count > MaxDevices)
        {
            nodes[MaxDevices].Error($"there are {nodes.Count} devices", $"a file holds up to {MaxDevices}");
        }

        return new DeviceRegistry(language, devices.Values, PlaceReader.Read(sheet.Optional("stops"), schedule)) 
        {
            Vessels = VesselReader.Read(vessels, unknownVessels),
            Vehicles = VehicleReader.Read(vehicles),
        };
    }

    private static string LanguageOf(Schedule schedule) =>
        schedule.FeedInfo?.Language is { Length: > 0 } language && language != "mul" ? language : "en";

    private static CountingDevice? Device(SheetNode node, Schedule schedule, ChannelReader reader)
    {
        if (node.ReadMapping("id", "name", "kind", "at", "bearing", "field_of_view", "fewest_told", "channels") is not { } map)
        {
            return null;
        }

        string? id = map.Required("id", "add id: ..., the {device_id} of its topics")?.ReadId();
        LocalizedText? name = map.Required("name", "add name: {th: ..., en: ...}")?.ReadLocalized(reader.Languages);
        DeviceKind? kind = map.Optional("kind") is { } written ? Kind(written) : DeviceKind.Camera;
        GeoPoint? at = map.Required("at", "add at: [latitude, longitude]")?.ReadPlace();
        double? bearing = map.Optional("bearing")?.ReadNumber(0, 360, "degrees clockwise from north");
        double? fieldOfView = map.Optional("field_of_view")?.ReadNumber(1, 360, "degrees");
        int? fewestTold = map.Optional("fewest_told")?.ReadWhole(1, 1000, "counts");
        ImmutableArray<CountingChannel> channels = Channels(map, reader);
        if (id is null || name is null || kind is null || at is not { } place)
        {
            return null;
        }

        CheckPlaces(map, place, channels, schedule);
        return new CountingDevice
        {
            Id = DeviceId.Parse(id),
            Name = name,
            Kind = kind.Value,
            At = place,
            Bearing = bearing % 360,
            FieldOfView = fieldOfView,
            FewestTold = fewestTold,
            Channels = channels,
        };
    }

    private static DeviceKind? Kind(SheetNode node)
    {
        if (node.ReadText() is not { } text)
        {
            return null;
        }

        int index = Array.IndexOf(Kinds, text);
        if (index < 0)
        {
            node.Error($"'kind' is '{text}'", $"write one of {string.Join(", ", Kinds)}");
            return null;
        }

        return (DeviceKind)index;
    }

    private static ImmutableArray<CountingChannel> Channels(SheetMapping map, ChannelReader reader)
    {
        if (map.Required("channels", "add channels: with one counting line at least")?.ReadList() is not { } nodes)
        {
            return [];
        }

        if (nodes.Count is 0 or > ChannelReader.MaxChannels)
        {
            map.Error($"the device has {nodes.Count} channels", $"give it 1 to {ChannelReader.MaxChannels}");
        }

        Dictionary<string, CountingChannel> channels = new(StringComparer.Ordinal);
        foreach (SheetNode node in nodes.Take(ChannelReader.MaxChannels))
        {
            if (reader.Read(node) is { } channel && !channels.TryAdd(channel.Id, channel))
            {
                node.Error($"the channel '{channel.Id}' is there twice", "give each channel of a device an id of its own: it is the 'channel' of its messages");
            }
        }

        return [.. channels.Values];
    }

    private static void CheckPlaces(SheetMapping map, GeoPoint at, ImmutableArray<CountingChannel> channels, Schedule schedule)
    {
        GeoExtent extent = schedule.Extent;
        if (!extent.IsEmpty
            && (at.Lat < extent.South - MarginDegrees || at.Lat > extent.North + MarginDegrees || at.Lon < extent.West - MarginDegrees || at.Lon > extent.East + MarginDegrees))
        {
            map.Optional("at")?.Error("'at' lies more than 20 km outside the feed's stops and shapes", "write [latitude, longitude] of the place where the device stands");
        }

        foreach (CountingChannel channel in channels)
        {
            double meters = Math.Min(at.DistanceTo(channel.Line.A), at.DistanceTo(channel.Line.B));
            if (meters > FarthestLineMeters)
            {
                map.Error($"the {(channel.IsZone ? "zone" : "line")} of '{channel.Id}' lies {meters:F0} m from its device", $"correct 'at' or '{(channel.IsZone ? "zone" : "line")}': no device counts farther than 1,000 m");
            }
        }
    }
}
