; The installer for Windows, of dist\Luster: makensis /DVERSION=1.2.3 .ci\installer.nsi
; For the user who runs it, without the rights of an administrator.
Unicode true
!include "MUI2.nsh"
Name "Luster"
OutFile "..\dist\Luster-${VERSION}-x64.exe"
InstallDir "$LOCALAPPDATA\Programs\Luster"
RequestExecutionLevel user
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Luster"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Section
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal"
  File /r "..\dist\Luster\*"
  CreateShortcut "$SMPROGRAMS\Luster.lnk" "$INSTDIR\Luster.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Luster"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\Luster.exe"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" "$INSTDIR\uninstall.exe"
  ; Among "Open with" of photos and folders, never the default.
  WriteRegStr HKCU "Software\Classes\Applications\Luster.exe\shell\open\command" "" '"$INSTDIR\Luster.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\Directory\shell\Luster" "" "Open in Luster"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Luster\command" "" '"$INSTDIR\Luster.exe" "%1"'
SectionEnd

Section "Uninstall"
  ; What Luster keeps of the user's stays: the library is theirs.
  RMDir /r "$INSTDIR"
  ; Newer versions that the app has fetched are no part of it.
  RMDir /r "$LOCALAPPDATA\Luster\versions"
  Delete "$SMPROGRAMS\Luster.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Classes\Applications\Luster.exe"
  DeleteRegKey HKCU "Software\Classes\Directory\shell\Luster"
SectionEnd
