using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Testing.Gtfs;

/// <summary>Line sheets of a boat and a bus at a bend of a river, without a problem until a test changes them.</summary>
public sealed class SheetTexts
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal)
    {
        ["network.yaml"] = """
            feed:
              publisher: {th: ผู้เผยแพร่ตัวอย่าง, en: Example Publisher}
              url: https://feed.example.org
              language: th
              languages: [th, en]
              timezone: Asia/Bangkok
              contact_email: data@example.org
              valid: {from: 2026-01-01, to: 2027-12-31}
            operators:
              boats: {name: {th: เรือตัวอย่าง, en: Example Boats}, url: https://boats.example.org, phone: "+66 2 449 3000"}
              buses: {name: {th: รถตัวอย่าง, en: Example Buses}, url: https://buses.example.org}
            day_types:
              weekday: [mon, tue, wed, thu, fri]
              weekend: [sat, sun]
            holidays:
              runs: weekend
              dates:
                2026-12-05: {th: วันพ่อแห่งชาติ, en: National Day}
                2026-12-10: {th: วันรัฐธรรมนูญ, en: Constitution Day}
            ways:
              river: {points: [[13.70, 100.500], [13.71, 100.502], [13.72, 100.500], [13.73, 100.494], [13.74, 100.490], [13.75, 100.490]]}
            vehicles:
              boat: {capacity: 120, seats: 60, wheelchair: false, bicycles: false}
              bus: {capacity: 80}
            attributions:
              - {organization: {th: ผู้ร่วมทำแผนที่, en: Map Contributors}, url: https://map.example.org, is_producer: true}
            """,
        ["lines/orange.yaml"] = """
            line: orange
            operator: boats
            mode: ferry
            number: {th: ธงส้ม, en: Orange}
            name: {th: ท่าใต้ - ท่าเหนือ, en: South Pier - North Pier}
            color: "F58220"
            vehicle: boat
            stops:
              - {id: S1, name: {th: ท่าใต้, en: South Pier}, at: [13.7010, 100.5012], dwell: 2m}
              - {id: S2, name: {th: ท่ากลาง, en: Middle Pier}, at: [13.7205, 100.5010], code: "2", wheelchair: true}
              - {id: S3, name: {th: ท่าเหนือ, en: North Pier}, at: [13.7485, 100.4890]}
            path: {along: river}
            travel:
              - {speed_kmh: 18}
              - {between: [07:00, 09:00], speed_kmh: 15}
            service:
              - {days: weekday, between: [06:00, 10:00], every: 15m}
              - {days: weekend, departures: [08:00, 08:30, 24:10]}
            report_every: 20s
            """,
        ["lines/one.yaml"] = """
            line: bus-1
            operator: buses
            mode: bus
            number: "1"
            name: {th: วงกลมริมน้ำ, en: Riverside}
            color: "20558A"
            vehicle: bus
            stops:
              - {id: S2}
              - {id: B1, name: {th: ตลาด, en: Market}, at: [13.7230, 100.5040]}
              - {id: B2, name: {th: วัด, en: Temple}, at: [13.7300, 100.5060]}
            path: {points: [[13.7205, 100.5012], [13.7229, 100.5041], [13.7300, 100.5061]]}
            directions:
              - {to: {th: วัด, en: Temple}}
              - {to: {th: ท่ากลาง, en: Middle Pier}, reverse: true}
            travel:
              - {minutes: [2, 3]}
            service:
              - {days: [weekday, weekend], between: [05:30, 22:00], every: 12m}
            """,
    };

    /// <summary>The same sheets with one typical mistake in each of twelve places.</summary>
    public static SheetTexts WithTwelveMistakes() => new SheetTexts()
        .Replace("network.yaml", "2026-12-10:", "2026-02-30:")
        .Replace("network.yaml", "+66 2 449 3000", "1348")
        .Replace("network.yaml", "bus: {capacity: 80}", "bus: {capacity: 0}")
        .Replace("network.yaml", "timezone: Asia/Bangkok", "timezone: Asia/Bangkock")
        .Replace("lines/orange.yaml", "operator: boats", "operator: boat")
        .Replace("lines/orange.yaml", "color: \"F58220\"", "color: orange")
        .Replace("lines/orange.yaml", "at: [13.7485, 100.4890]", "at: [13.2485, 100.4890]")
        .Replace("lines/orange.yaml", "{speed_kmh: 18}", "{speed_kmh: 180}")
        .Replace("lines/orange.yaml", "every: 15m", "every: 0m")
        .Replace("lines/orange.yaml", "departures: [08:00, 08:30, 24:10]", "departures: [08:00, 07:30, 24:10]")
        .Replace("lines/one.yaml", "{id: S2}", "{id: S2, name: {th: ท่ากลาง, en: Middle Pier}, at: [13.7239, 100.5010]}")
        .Replace("lines/one.yaml", "between: [05:30, 22:00]", "betwen: [05:30, 22:00]");

    /// <summary>The files.</summary>
    public SheetFiles Files => SheetFiles.OfTexts(this.texts);

    /// <summary>The text of a file.</summary>
    public string this[string file] => this.texts[file];

    /// <summary>Replaces a text that stands in a file once.</summary>
    public SheetTexts Replace(string file, string old, string by)
    {
        if (this.texts[file].Split(old).Length != 2)
        {
            throw new ArgumentException($"{file} does not hold '{old}' once.", nameof(old));
        }

        return With(file, this.texts[file].Replace(old, by, StringComparison.Ordinal));
    }

    /// <summary>Adds or replaces a file.</summary>
    public SheetTexts With(string file, string text)
    {
        this.texts[file] = text;
        return this;
    }

    /// <summary>Takes a file away.</summary>
    public SheetTexts Without(string file)
    {
        this.texts.Remove(file);
        return this;
    }

    /// <summary>Writes the files into a folder.</summary>
    public void WriteFolder(string folder)
    {
        foreach (var (name, text) in this.texts)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    /// <summary>Reads the sheets.</summary>
    public LineNetworkResult Read() => LineNetwork.Read(Files);

    /// <summary>What is told of them, in order.</summary>
    public string[] Told() => [.. Read().Problems.InOrder().Select(problem => problem.ToString())];

    /// <summary>The network; throws if anything is told.</summary>
    public LineNetwork Network()
    {
        var told = Told();
        return told.Length == 0 ? Read().Network! : throw new InvalidOperationException(string.Join('\n', told));
    }
}
