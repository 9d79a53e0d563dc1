using System.Text.Json;
using TransitHub.Core.Conformance;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Testing;

namespace TransitHub.Core.Tests.Conformance;

/// <summary>What the canonical Java validator found in recorded files, rule for rule and count for count.</summary>
public sealed class GoldenResultsTests
{
    public static TheoryData<string> Manifests => ["rt-corpus/conformance", "rt-corpus/jar"];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Finds_what_the_canonical_validator_finds(string folder)
    {
        Assert.SkipUnless(SharedData.Has(folder), SharedData.SkipReason);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(SharedData.Path(folder + "/manifest.json")));
        JsonElement[] groups = manifest.RootElement.TryGetProperty("groups", out JsonElement several) ? [.. several.EnumerateArray()] : [manifest.RootElement];
        var differences = new List<string>();
        int files = 0;
        foreach (JsonElement group in groups)
        {
            string below = group.TryGetProperty("name", out JsonElement name) ? $"{folder}/{name.GetString()}" : folder;
            Schedule schedule = ScheduleReader.Read(SharedData.Path("rt-corpus/gtfs/" + group.GetProperty("gtfs").GetString()), cancellationToken: TestContext.Current.CancellationToken).Schedule;
            bool ignoreShapes = group.TryGetProperty("ignore_shapes", out JsonElement ignored) && ignored.GetBoolean();
            var validator = new RealtimeValidator(schedule, new RealtimeValidatorOptions { ExactCanonical = true, IgnoreShapes = ignoreShapes });
            foreach (JsonElement input in group.GetProperty("inputs").EnumerateArray())
            {
                files++;
                differences.AddRange(Compare(validator, below, input));
            }
        }

        Assert.Empty(differences);
        Assert.True(files > 0);
    }

    private static IEnumerable<string> Compare(RealtimeValidator validator, string folder, JsonElement input)
    {
        string file = $"{folder}/{input.GetProperty("name").GetString()}";
        RealtimeFeed feed = RealtimeFeed.Decode("feed", File.ReadAllBytes(SharedData.Path(file)));
        RealtimeFindings findings = validator.Check(input.GetProperty("mtime").GetInt64() * 1000, [feed]);
        string[] actual = [.. findings.Counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}")];
        string[] expected = Expected(folder, input);
        if (input.GetProperty("skip").GetString() == "decode")
        {
            Assert.Null(feed.Message);
        }

        return actual.SequenceEqual(expected) ? [] : [$"{file}: [{string.Join(", ", actual)}] for [{string.Join(", ", expected)}]"];
    }

    private static string[] Expected(string folder, JsonElement input)
    {
        if (input.GetProperty("results").GetString() is not { } results)
        {
            return [];
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.Path($"{folder}/{results}")));
        return
        [
            .. document.RootElement.EnumerateArray()
                .GroupBy(rule => rule.GetProperty("errorMessage").GetProperty("validationRule").GetProperty("errorId").GetString()!)
                .OrderBy(rule => rule.Key, StringComparer.Ordinal)
                .Select(rule => $"{rule.Key} {rule.Sum(one => one.GetProperty("occurrenceList").GetArrayLength())}"),
        ];
    }
}
