using System.Text;
using TransitHub.Core.Devices;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Sheets;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Fuzz.Doors;

/// <summary>YAML that operators write, or are given.</summary>
internal static class SheetDoors
{
    private const string Devices = """
        language: en
        stops:
          A: {capacity: 150}
        devices:
          - id: camera-1
            name: {en: Alpha}
            kind: camera
            at: [13.7001, 100.5001]
            bearing: 287
            field_of_view: 110
            fewest_told: 10
            channels:
              - id: line-1
                line: [[13.7050, 100.4995], [13.7050, 100.5005]]
                site: road
                counts: [car, person]
                passages: [bus]
                reads_routes: true
                every: 1m
                directions:
                  a_to_b: {bearing: 0, to: {en: north}, routes: [{route: R, direction: 0}]}
                  b_to_a: {bearing: 180}
              - id: zone-1
                zone: [[13.7000, 100.5000], [13.7001, 100.5000], [13.7001, 100.5001], [13.7000, 100.5001]]
                counts: [person]
                stop: A
        vessels:
          - {mmsi: 230990040, vehicle: ferry-7}
        unknown_vessels: take
        vehicles:
          - {id: tram-4, wheelchair: accessible}
          - {id: car-1, use: private}
        """;

    private static readonly string[] SheetNames = ["network.yaml", "lines/orange.yaml", "lines/one.yaml"];

    private static readonly string[] Words =
    [
        "---\n", "...\n", "&a ", "*a", "<<: *a", "!!int ", "!x ", "? ", "- ", ": ", "{", "}", "[", "]", "|\n", ">\n", "# ", "\t", "'", "every: ", "between: ", "points: ", "at: ", "zone: ", "directions:\n", "reverse: true", "departures: ",
        "path: {along: river}", "fare: ", "fares:\n", "=== lines/two.yaml\n", "=== network.yaml\n", "0m", "1h", ".inf", ".nan", "%YAML 9.9\n", "!!] ",
    ];

    /// <summary>Them.</summary>
    public static IEnumerable<Door> List() =>
    [
        new Door("line-sheets", [SheetInput(new SheetTexts()), SheetInput(SheetTexts.WithTwelveMistakes())], Words, () => static input =>
        {
            Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
            foreach ((string name, byte[] bytes) in DoorInput.Files(input).Take(32))
            {
                files[name] = bytes;
            }

            LineNetworkResult read = LineNetwork.Read(new SheetFiles(files.Keys, path => new MemoryStream(files[path])));
            _ = read.Problems.InOrder().Select(p => p.ToString()).ToArray();
            if (read.Network is { } network)
            {
                GtfsBuilder.Build(network, Stream.Null);
            }
        }),
        new Door("devices-yaml", [Encoding.UTF8.GetBytes(Devices), "!!] : "u8.ToArray()], Words, () => static input =>
        {
            string text = Encoding.UTF8.GetString(input);
            foreach (Schedule schedule in new[] { TestHub.Schedule, Schedule.Empty })
            {
                var problems = new SheetProblems();
                DevicesSheet.Read("devices.yaml", text, schedule, problems);
                _ = problems.InOrder().Select(p => p.ToString()).ToArray();
            }
        }),
    ];

    private static byte[] SheetInput(SheetTexts texts) => DoorInput.OfFiles([.. SheetNames.Select(f => (f, texts[f]))]);
}
