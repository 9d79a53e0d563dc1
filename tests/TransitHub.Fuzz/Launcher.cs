using System.Diagnostics;
using System.Globalization;
using SharpFuzz;

namespace TransitHub.Fuzz;

/// <summary>Copies this program, instruments the hub's assemblies in the copy, and runs each door there in a process of its own, since edges are counted by process.</summary>
internal static class Launcher
{
    private static readonly string[] Instrumented =
    [
        "TransitHub.Archive.dll", "TransitHub.Core.dll", "TransitHub.Gtfs.dll", "TransitHub.Mqtt.dll", "TransitHub.Protocol.dll", "transithub.dll", "YamlDotNet.dll",
    ];

    /// <summary>Runs doors side by side; 1: there are findings, or a process died.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> doors, int seconds, int seed, string folder, CancellationToken cancellation)
    {
        DirectoryInfo copy = Directory.CreateTempSubdirectory("transithub-fuzz-");
        try
        {
            foreach (string path in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
            {
                string target = Path.Combine(copy.FullName, Path.GetRelativePath(AppContext.BaseDirectory, path));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(path, target);
            }

            // Its options have no public constructor.
            var options = (Options)Activator.CreateInstance(typeof(Options), nonPublic: true)!;
            foreach (string assembly in Instrumented)
            {
                Fuzzer.Instrument(Path.Combine(copy.FullName, assembly), static _ => true, options);
            }

            Console.WriteLine("| door | seconds | of the processor | inputs | edges of the seeds | edges | corpus | longest, ms | most allocated, MB | peak of the process, MB | findings |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
            int[] ends = await Task.WhenAll(doors.Select(d => RunOneAsync(copy.FullName, d, seconds, seed, folder, cancellation))).ConfigureAwait(false);
            return ends.Max();
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static async Task<int> RunOneAsync(string copy, string door, int seconds, int seed, string folder, CancellationToken cancellation)
    {
        string program = Path.Combine(copy, "TransitHub.Fuzz.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet");
        foreach (string word in new[] { program, door, "--inside", "--seconds", seconds.ToString(CultureInfo.InvariantCulture), "--seed", seed.ToString(CultureInfo.InvariantCulture), "--findings", folder })
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        if (process.ExitCode > 1)
        {
            Console.WriteLine($"  {door}: the process ended with {process.ExitCode}; its newest input is in {door}.last");
        }

        return Math.Min(process.ExitCode, 1);
    }
}
