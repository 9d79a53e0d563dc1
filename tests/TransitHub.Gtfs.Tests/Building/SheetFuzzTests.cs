using System.Text.RegularExpressions;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Time;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Building;

/// <summary>Sheets with one or two words or lines changed at random.</summary>
public sealed partial class SheetFuzzTests
{
    private static readonly string[] Files = ["network.yaml", "lines/orange.yaml", "lines/one.yaml"];

    private static readonly string[] Words =
    [
        "", "0", "-1", "1e99", "NaN", "[]", "{}", "~", "true", "S1", "S2", "B2", "river", "boat", "bus", "weekday", "ferry", "rail", "24:00", "47:59:59",
        "99:00", "2027-01-01", "10m", "0s", "100h", "13.7", "100.5", "-179.99999", "89", "ÿ", "\"x\"", "[1, 2]", "{th: x}", "x y", "mon", "1.5", "60", "99999999999",
    ];

    [Fact]
    public void Whatever_sheets_say_is_told_or_builds_a_feed_that_breaks_no_rule()
    {
        var random = new Random(20261123);
        var (built, told) = (0, 0);
        for (var run = 0; run < 600; run++)
        {
            var sheets = new SheetTexts();
            for (var change = random.Next(1, 3); change > 0; change--)
            {
                Change(sheets, random);
            }

            var result = sheets.Read();
            Assert.Equal(result.Problems.HasErrors, result.Network is null);
            told += result.Network is null ? 1 : 0;
            if (result.Problems.Count == 0 )
            {
                built++;
                var feed = BuiltFeed.Of(result.Network!);
                Assert.Empty(CanonicalRules.Broken(feed.Text, Today(result.Network!.Feed.ValidFrom)));
                Assert.Empty(ScheduleReader.Read(new MemoryStream(feed.Zip), cancellationToken: TestContext.Current.CancellationToken).Notices);
            }
        }

        Assert.True(built > 30 && told > 300, $"{built} built, {told} told: the changes no longer try both.");
    }

    private static ServiceDate Today(ServiceDate validFrom) => ServiceDate.From(2026, 11, 23) < validFrom ? validFrom : ServiceDate.From(2026, 11, 23);

    private static void Change(SheetTexts sheets, Random random)
    {
        var file = Files[random.Next(Files.Length)];
        var lines = sheets[file].Split('\n').ToList();
        var line = random.Next(lines.Count);
        switch (random.Next(5))
        {
            case 0:
                lines.RemoveAt(line);
                break;
            case 1:
                lines.Insert(random.Next(lines.Count), lines[line]);
                break;
            default:
                var words = Word().Matches(lines[line]);
                if (words.Count > 0)
                {
                    var word = words[random.Next(words.Count)];
                    lines[line] = lines[line].Remove(word.Index, word.Length).Insert(word.Index, Words[random.Next(Words.Length)]);
                }

                break;
        }

        sheets.With(file, string.Join('\n', lines));
    }

    [GeneratedRegex(@"[^\s,:{}\[\]""]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
