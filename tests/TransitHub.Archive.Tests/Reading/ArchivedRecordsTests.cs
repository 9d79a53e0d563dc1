using System.Text;
using TransitHub.Core.Storage;

namespace TransitHub.Archive.Tests.Reading;

public sealed class ArchivedRecordsTests : IDisposable
{
    private readonly ArchiveScene scene = new();

    public void Dispose() => this.scene.Dispose();

    [Fact]
    public async Task Reads_one_table_alone()
    {
        await this.WriteAsync();

        List<LoggedRecord> records = await ArchiveScene.ReadAsync(this.FileOf("vehicle_locations"));

        Assert.Equal(34, records.Count);
    }

    [Fact]
    public async Task Reads_a_table_that_was_copied_out_of_its_day()
    {
        await this.WriteAsync();
        string copy = Path.Combine(this.scene.Path, "vehicle_locations-2026-03-02.parquet");
        File.Copy(this.FileOf("vehicle_locations"), copy);

        Assert.Equal(34, (await ArchiveScene.ReadAsync(copy)).Count);
    }

    [Fact]
    public async Task Says_which_file_is_missing()
    {
        await this.WriteAsync();
        File.Delete(this.FileOf("device_status"));

        ArchiveException failure = await FailAsync(this.scene.FolderOf());

        Assert.StartsWith(this.FileOf("device_status") + " is missing: 1 rows of 2026-03-02", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_a_single_changed_byte()
    {
        await this.WriteAsync();
        byte[] bytes = File.ReadAllBytes(this.FileOf("vehicle_locations"));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(this.FileOf("vehicle_locations"), bytes);

        Assert.Contains("is not as it was written", (await FailAsync(this.scene.FolderOf())).Message, StringComparison.Ordinal);
        Assert.Contains("is not as it was written", (await FailAsync(this.FileOf("vehicle_locations"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("text")]
    public async Task Says_that_a_file_is_no_parquet(string damage)
    {
        await this.WriteAsync();
        byte[] whole = File.ReadAllBytes(this.FileOf("vehicle_locations"));
        string copy = Path.Combine(this.scene.Path, "vehicle_locations.parquet");
        File.WriteAllBytes(copy, damage switch { "cut" => whole[..(whole.Length / 2)], "empty" => [], _ => Encoding.UTF8.GetBytes("received_unix,lat,lon\n1,2,3\n") });

        Assert.StartsWith(copy + " cannot be read as Parquet", (await FailAsync(copy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_table_is_of_another_kind()
    {
        await this.WriteAsync();
        string copy = Path.Combine(this.scene.Path, "vehicle_locations.parquet");
        File.Copy(this.FileOf("stop_visits"), copy);

        Assert.StartsWith(copy + " has no column hub_sequence", (await FailAsync(copy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_tables_when_a_file_is_none_of_them()
    {
        await this.WriteAsync();

        Assert.Contains("vehicle_locations, passenger_counts, traffic_counts, vehicle_passages, device_status, hub_records", (await FailAsync(this.FileOf("stop_visits"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "There is no ")]
    [InlineData(".", "holds no day of an archive")]
    public async Task Says_that_a_folder_is_no_archive(string name, string told)
    {
        string folder = Path.Combine(this.scene.Path, name);

        Assert.Contains(told, (await FailAsync(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_read_the_day_of_a_newer_hub()
    {
        await this.WriteAsync();
        string list = Path.Combine(this.scene.FolderOf(), "day.json");
        File.WriteAllText(list, File.ReadAllText(list).Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));

        Assert.Contains("is of version 2 and this hub reads up to 1", (await FailAsync(this.scene.FolderOf())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_list_of_a_day_is_damaged()
    {
        await this.WriteAsync();
        File.WriteAllText(Path.Combine(this.scene.FolderOf(), "day.json"), "{ \"version\": 1,");

        Assert.Contains("day.json is damaged", (await FailAsync(this.scene.FolderOf())).Message, StringComparison.Ordinal);
    }

    private Task<TransitHub.Archive.Days.DayManifest?> WriteAsync() => this.scene.WriteAsync(new MemoryLog().Add(Samples.RunOfT()).Add(Samples.Status(50_000)));

    private static Task<ArchiveException> FailAsync(string path) => Assert.ThrowsAsync<ArchiveException>(() => ArchiveScene.ReadAsync(path));

    private string FileOf(string table) => Path.Combine(this.scene.FolderOf(), table + ".parquet");
}
