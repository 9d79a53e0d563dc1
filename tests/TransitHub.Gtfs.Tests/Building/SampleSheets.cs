using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Tests.Building;

/// <summary>Sheets of two small lines at a bend of a river, to be changed by tests.</summary>
internal sealed class SampleSheets
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

    /// <summary>Replaces a text that stands in a file once.</summary>
    public SampleSheets Replace(string file, string old, string by)
    {
        Assert.Equal(2, this.texts[file].Split(old).Length);
        this.texts[file] = this.texts[file].Replace(old, by, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Adds or replaces a file.</summary>
    public SampleSheets With(string file, string text)
    {
        this.texts[file] = text;
        return this;
    }

    /// <summary>Takes a file away.</summary>
    public SampleSheets Without(string file)
    {
        this.texts.Remove(file);
        return this;
    }

    public SheetFiles Files => SheetFiles.OfTexts(this.texts);

    public LineNetworkResult Read() => LineNetwork.Read(Files);

    /// <summary>What is told, in order.</summary>
    public string[] Told() => [.. Read().Problems.InOrder().Select(problem => problem.ToString())];

    /// <summary>The network of sheets without a problem.</summary>
    public LineNetwork Network()
    {
        var result = Read();
        Assert.Empty(result.Problems.InOrder());
        return result.Network!;
    }

    /// <summary>The feed of sheets without a problem.</summary>
    public BuiltFeedText Build(GtfsBuildOptions? options = null) => BuiltFeedText.Of(Network(), options);
}
