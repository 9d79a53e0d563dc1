using System.Globalization;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>Makes a network larger by having it several times side by side, as loads to measure with need.</summary>
public static class LineNetworkCopies
{
    /// <summary>
    /// The network <paramref name="copies"/> times, 1 or more. The first is the network itself; the ids of lines and stops
    /// of the others end in ~2, ~3 …, their names say the same, and each lies <paramref name="degreesEast"/> of longitude
    /// from the one before, so that all lengths stay. Operators and days are shared. Throws
    /// <see cref="ArgumentOutOfRangeException"/> for no copies, or if the last would lie beyond longitude ±180.
    /// </summary>
    public static LineNetwork Repeat(this LineNetwork network, int copies, double degreesEast)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        var last = degreesEast * (copies - 1);
        if (network.Stops.Any(stop => Math.Abs(stop.Place.Lon + last) > 180))
        {
            throw new ArgumentOutOfRangeException(nameof(copies), copies, "The last copy would lie beyond the 180th meridian: ask for fewer.");
        }

        return copies == 1
            ? network
            : network.With(
                [.. Enumerable.Range(1, copies).SelectMany(copy => copy == 1 ? network.Lines : Copy(network, copy, degreesEast * (copy - 1)))],
                string.Create(CultureInfo.InvariantCulture, $"{network.Digest}~{copies}~{degreesEast}"));
    }

    private static IEnumerable<LineSheet> Copy(LineNetwork network, int copy, double degreesEast)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $"~{copy}");
        var stops = network.Stops.ToDictionary(stop => stop.Id, stop => stop with
        {
            Id = stop.Id + suffix,
            Place = LinePath.Round(stop.Place with { Lon = stop.Place.Lon + degreesEast }),
        }, StringComparer.Ordinal);
        return network.Lines.Select(line => line with
        {
            Id = line.Id + suffix,
            Number = Suffixed(line.Number, suffix),
            Name = Suffixed(line.Name, suffix),
            Directions =
            [
                .. line.Directions.Select(direction => direction with
                {
                    Stops = [.. direction.Stops.Select(call => call with { Stop = stops[call.Stop.Id] })],
                    Path = direction.Path.MovedEast(degreesEast),
                }),
            ],
        });
    }

    private static LocalizedText? Suffixed(LocalizedText? text, string suffix) => text is null
        ? null
        : new LocalizedText(text.Main + suffix, text.Translations.Select(own => KeyValuePair.Create(own.Key, own.Value + suffix)));
}
