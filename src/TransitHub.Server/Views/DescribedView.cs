using System.Text.Json.Serialization;
using TransitHub.Core.Devices;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Server.Views;

/// <summary>What the devices file says of a device, in JSON; all of it is null for one that the file does not know.</summary>
internal abstract record DescribedView
{
    /// <summary>Takes what the file says.</summary>
    protected DescribedView(CountingDevice? device, string language)
    {
        if (device is not null)
        {
            this.Kind = device.Kind;
            this.Name = device.Name.Main;
            this.Names = ByLanguage(device.Name, language);
            this.Lat = device.At.Lat;
            this.Lon = device.At.Lon;
            this.Bearing = device.Bearing;
            this.FieldOfView = device.FieldOfView;
            this.Channels = [.. device.Channels.Select(c => ChannelView.Of(c, language))];
        }
    }

    [JsonPropertyOrder(-1)]
    public required string Id { get; init; }

    public DeviceKind? Kind { get; }

    /// <summary>In the main language.</summary>
    public string? Name { get; }

    /// <summary>By language, the main one too.</summary>
    public IReadOnlyDictionary<string, string>? Names { get; }

    public double? Lat { get; }

    public double? Lon { get; }

    /// <summary>Where it looks, degrees clockwise from true north.</summary>
    public double? Bearing { get; }

    /// <summary>How wide it looks, degrees.</summary>
    public double? FieldOfView { get; }

    /// <summary>Its counting lines.</summary>
    public IReadOnlyList<ChannelView>? Channels { get; }

    /// <summary>A text by language, the main one first.</summary>
    internal static IReadOnlyDictionary<string, string> ByLanguage(LocalizedText text, string language)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal) { [language] = text.Main };
        foreach ((string other, string translated) in text.Translations)
        {
            texts[other] = translated;
        }

        return texts;
    }

    /// <summary>A place as [latitude, longitude].</summary>
    internal static double[] PlaceOf(GeoPoint point) => [point.Lat, point.Lon];
}
