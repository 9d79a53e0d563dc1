using System.Text.RegularExpressions;
using TransitHub.Testing;

namespace TransitHub.Core.Tests;

/// <summary>Holds the one-way order of projects, and of the concept folders inside the core.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["Protocol"] = [],
        ["Gtfs"] = [],
        ["Core"] = ["Protocol", "Gtfs"],
        ["Mqtt"] = ["Core"],
        ["Simulation"] = ["Core"],
        ["Redis"] = ["Core"],
        ["Archive"] = ["Core"],
        ["Onnx"] = ["Core"],
        ["Training"] = ["Core"],
        ["Server"] = ["Core", "Archive", "Mqtt", "Redis", "Onnx", "Simulation", "Training"],
    };

    private static readonly Dictionary<string, string[]> AllowedFolders = new()
    {
        ["Ids"] = [],
        ["Numerics"] = [],
        ["Time"] = [],
        ["Graphs"] = [],
        ["Telemetry"] = ["Ids", "Numerics"],

        // What operators want is a record of the log, and the gate knows the devices that they ignore.
        ["Observations"] = ["Ids", "Time", "Graphs", "Telemetry", "Dispatching"],
        ["Devices"] = ["Ids", "Graphs"],
        ["Snapshots"] = ["Ids", "Time", "Numerics", "Telemetry", "Observations"],
        ["Scoring"] = ["Snapshots"],
        ["Accuracy"] = ["Time", "Numerics", "Graphs", "Snapshots", "Scoring"],
        ["Conformance"] = [],
        ["Detours"] = ["Ids", "Observations", "Snapshots"],
        ["Alerting"] = ["Ids", "Time", "Observations", "Snapshots", "Detours"],
        ["Feeds"] = ["Alerting", "Detours", "Conformance", "Ids", "Time", "Telemetry", "Observations", "Snapshots"],
        ["Storage"] = ["Ids", "Time", "Telemetry", "Observations", "Feeds"],
        ["Counting"] = ["Ids", "Time", "Graphs", "Numerics", "Observations", "Devices"],
        ["Fusion"] = ["Ids", "Time", "Graphs", "Numerics", "Telemetry", "Observations", "Devices", "Counting", "Storage", "Snapshots", "Upstream", "Dispatching"],
        ["Dispatching"] = ["Ids", "Time", "Graphs", "Observations", "Snapshots", "Alerting", "Feeds", "Fusion", "Upstream"],

        // The pipeline keeps other agencies' updates and shares with them how a run is found and named.
        ["Upstream"] = ["Ids", "Time", "Graphs", "Observations", "Conformance", "Snapshots", "Alerting", "Feeds", "Fusion"],
        ["Serving"] = ["Ids", "Time", "Graphs", "Telemetry", "Observations", "Devices", "Counting", "Feeds", "Storage", "Snapshots", "Fusion", "Alerting"],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateDirectories(Source("")).Select(d => Path.GetFileName(d)["TransitHub.".Length..])];

    public static TheoryData<string> Folders =>
        [.. Directory.EnumerateDirectories(Source("TransitHub.Core")).Select(d => Path.GetFileName(d)).Where(n => n is not ("bin" or "obj"))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_before_it(string project)
    {
        Assert.True(AllowedProjects.ContainsKey(project), $"Say in AllowedProjects what TransitHub.{project} may refer to.");
        string text = File.ReadAllText(Source($"TransitHub.{project}/TransitHub.{project}.csproj"));
        IEnumerable<string> references = Regex.Matches(text, @"ProjectReference Include=""[^""]*TransitHub\.(\w+)\.csproj").Select(m => m.Groups[1].Value);
        Assert.Empty(references.Except(AllowedProjects[project]));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_of_the_core_uses_only_those_before_it(string folder)
    {
        Assert.True(AllowedFolders.ContainsKey(folder), $"Say in AllowedFolders what Core/{folder} may use.");
        var offences =
            from file in Directory.EnumerateFiles(Source($"TransitHub.Core/{folder}"), "*.cs", SearchOption.AllDirectories)
            from Match use in Regex.Matches(File.ReadAllText(file), @"^(?:using|global using|using static) TransitHub\.Core\.(\w+)", RegexOptions.Multiline)
            let used = use.Groups[1].Value
            where used != folder && !AllowedFolders[folder].Contains(used)
            select $"{Path.GetFileName(file)} uses {used}";
        Assert.Empty(offences);
    }

    [Fact]
    public void The_core_has_no_files_sockets_or_threads_outside_storage_and_the_loop()
    {
        string[] allowed = ["Storage", "FusionLoop.cs", "FeedRuntime.cs"];
        var offences =
            from file in Directory.EnumerateFiles(Source("TransitHub.Core"), "*.cs", SearchOption.AllDirectories)
            where !allowed.Any(a => file.Contains(a, StringComparison.Ordinal)) && !file.Contains("/obj/", StringComparison.Ordinal)
            from Match use in Regex.Matches(File.ReadAllText(file), @"\b(File|Directory|Socket|Thread|Console|Environment)\.\w+\(|TimeProvider\.System")
            select $"{Path.GetFileName(file)}: {use.Value}";
        Assert.Empty(offences);
    }

    private static string Source(string below) => Path.Combine(SharedData.RepositoryRoot, "src", below);
}
