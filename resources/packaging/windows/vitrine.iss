; The installer for Windows, compiled by Inno Setup 6 through `python -m resources.packaging`, which
; defines Version, Program (the folder that was built), Photos (lines for each kind of photo), Icon.
; Nothing here names the user's data (%LOCALAPPDATA%\Vitrine): neither an update nor a removal
; touches it.

#ifndef Version
  #error Run `python -m resources.packaging`, which says the version.
#endif

[Setup]
AppId={{6E9C1B0F-6B0C-4E2B-9C41-0F7F3C1E5A52}
AppName=Vitrine
AppVersion={#Version}
AppVerName=Vitrine {#Version}
AppPublisher=Vitrine
VersionInfoVersion={#Version}
DefaultDirName={autopf}\Vitrine
DefaultGroupName=Vitrine
DisableProgramGroupPage=yes
; For oneself, without an administrator; for everybody where one agrees.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\Vitrine.exe
LicenseFile={#Program}\_internal\LICENSE
WizardStyle=modern
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
; An update asks to close a Vitrine that is open; it is not ended by force.
CloseApplications=yes
RestartApplications=no

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"
Name: "french"; MessagesFile: "compiler:Languages\French.isl"

[CustomMessages]
english.Photo=Photo
french.Photo=Photo
english.OpenWith=Open with Vitrine
french.OpenWith=Ouvrir avec Vitrine
english.Purpose=Find which product of the catalogue is in a photo
french.Purpose=Retrouver quel produit du catalogue est sur une photo

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; Libraries of the version before, which would lie beside those of this one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Program}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Vitrine"; Filename: "{app}\Vitrine.exe"; Comment: "{cm:Purpose}"
Name: "{autodesktop}\Vitrine"; Filename: "{app}\Vitrine.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\Vitrine.Photo"; ValueType: string; ValueData: "{cm:Photo}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Vitrine.Photo\DefaultIcon"; ValueType: string; ValueData: "{app}\Vitrine.exe,0"
Root: HKA; Subkey: "Software\Classes\Vitrine.Photo\shell\open"; ValueType: string; ValueData: "{cm:OpenWith}"
Root: HKA; Subkey: "Software\Classes\Vitrine.Photo\shell\open\command"; ValueType: string; ValueData: """{app}\Vitrine.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\Vitrine.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Vitrine"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\Vitrine.exe\shell\open\command"; ValueType: string; ValueData: """{app}\Vitrine.exe"" ""%1"""
#include Photos

[Run]
; As the person who installs, never as the administrator: drops from the desktop would not come in.
Filename: "{app}\Vitrine.exe"; Description: "{cm:LaunchProgram,Vitrine}"; Flags: nowait postinstall skipifsilent runasoriginaluser
