using TransitHub.Server.Security.Audit;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Tests.Security.Audit;

/// <summary>The lines of who changed what.</summary>
public sealed class AuditFileTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly AuditFile file;

    public AuditFileTests() => this.file = new AuditFile(Path.Combine(this.folder.Path, AuditFile.Name));

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void Lines_are_added_and_those_before_stay_as_they_are()
    {
        this.file.Append(Change(1, "noi\n{}"));
        byte[] first = File.ReadAllBytes(this.file.Path);
        this.file.Append(Change(2, "ada"));
        Assert.Equal(first, File.ReadAllBytes(this.file.Path)[..first.Length]);
        Assert.Equal([(2L, "ada"), (1L, "noi\n{}")], this.file.Read(10).Select(c => (c.At, c.Who)));
        Assert.Equal(2, Assert.Single(this.file.Read(1)).At);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(this.file.Path));
        }
    }

    [Fact]
    public void Half_a_line_that_a_crash_left_spoils_no_other()
    {
        this.file.Append(Change(1, "noi"));
        File.AppendAllText(this.file.Path, "\n{\"at\":2,\"who");
        this.file.Append(Change(3, "noi"));
        Assert.Equal([3L, 1L], this.file.Read(10).Select(c => c.At));
    }

    [Fact]
    public void One_that_is_long_goes_on_in_another_and_is_read_with_it()
    {
        this.file.Append(Change(1, "noi"));
        File.AppendAllText(this.file.Path, new string('\n', 8 << 20));
        this.file.Append(Change(2, "noi"));
        Assert.True(new FileInfo(this.file.Path).Length < 1000);
        Assert.Equal([2L, 1L], this.file.Read(10).Select(c => c.At));
    }

    [Fact]
    public async Task A_key_is_not_changed_when_that_cannot_be_noted()
    {
        var keys = new KeyFile(Path.Combine(this.folder.Path, "keys.json"));
        (ReaderKey key, _) = await keys.AddAsync("an app", "app", 100, null, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(("command line: " + Environment.UserName, "add"), (keys.Audit.Read(1)[0].Who, keys.Audit.Read(1)[0].What));
        File.Delete(keys.Audit.Path);
        Directory.CreateDirectory(keys.Audit.Path);
        Assert.Contains("cannot be changed", (await Assert.ThrowsAsync<KeyStoreException>(() => keys.RevokeAsync(key.Id, 200, cancellation: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Null(Assert.Single(keys.Read()).RevokedAt);
    }

    private static AuditedChange Change(long at, string who) => new(at, who, "add", "key", "x", null, null);
}
