using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Sheets;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Building;

public sealed class BuildingReadmeTests
{
    private static readonly string Readme =
        File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "src", "TransitHub.Gtfs", "Building", "README.md"));

    [Fact]
    public void The_sheets_in_it_build_the_feed_that_the_tests_know()
    {
        var sheets = Readme.Split("```yaml\n").Skip(1).Select(part => part.Split("```")[0]).ToList();
        var network = new SheetTexts().With("network.yaml", sheets[0]).With("lines/orange.yaml", sheets[1]).With("lines/one.yaml", sheets[2]).Network();

        Assert.Equal(BuiltFeed.Of(new SheetTexts()).Report with { Version = "" }, BuiltFeed.Of(network).Report with { Version = "" });
    }

    [Fact]
    public void The_code_in_it_is_what_this_test_runs()
    {
        var source = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests", "TransitHub.Gtfs.Tests", "Building", "BuildingReadmeTests.cs"));
        var lines = source.Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        Assert.All(Readme.Split("```csharp\n")[1].Split("```")[0].Split('\n'), line => Assert.Contains(
            line.Trim().Replace("\"sheets\"", "folder", StringComparison.Ordinal).Replace("\"city.zip\"", "target", StringComparison.Ordinal), lines));

        var folder = Directory.CreateTempSubdirectory("sheets-readme");
        try
        {
            new SheetTexts().WriteFolder(folder.FullName);
            var target = Path.Combine(folder.FullName, "city.zip");
            Sample(folder.FullName, target);
            Assert.Equal(BuiltFeed.Of(new SheetTexts()).Zip, File.ReadAllBytes(target));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void It_lists_every_key_that_is_read()
    {
        var reading = Path.Combine(SharedData.RepositoryRoot, "src", "TransitHub.Gtfs", "Building", "Reading");
        var keys = Directory.EnumerateFiles(reading, "*.cs")
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), @"(?:Optional|Required)\(""(\w+)""").Select(match => match.Groups[1].Value));

        Assert.All(keys.Distinct(), key => Assert.Contains(key, Readme, StringComparison.Ordinal));
    }

#pragma warning disable xUnit1051 // the sample's own form
    private static void Sample(string folder, string target)
    {
        var result = LineNetwork.Read(SheetFiles.OfFolder(folder));
        foreach (var problem in result.Problems.InOrder())
        {
            Console.WriteLine(problem);
        }

        if (result.Network is { } network)
        {
            using var zip = File.Create(target);
            var report = GtfsBuilder.Build(network, zip);
            Console.WriteLine($"{report.Lines} lines, {report.Trips} trips, version {report.Version}");
        }
    }
}
