Console.WriteLine("transithub-load");
